// Plain JavaScript of the oldest kind, with no imports: it must still parse and run where nothing else of Drape would.
var wanted = [20, 19];
var found = process.versions.node.split(".").map(Number);
if (found[0] < wanted[0] || (found[0] === wanted[0] && found[1] < wanted[1])) {
  console.error(
    "drape: Node " +
      wanted.join(".") +
      " or newer is needed, this is " +
      process.versions.node +
      ": see https://nodejs.org",
  );
  process.exit(1);
}
