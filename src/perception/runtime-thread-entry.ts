import { evaluateScript, THREADED_BUILD } from "./runtime-script.js";

// Entry of the threads that share a network's run with the one that asked for it. The script sees in its workerData what it is, and goes on by itself.
evaluateScript(THREADED_BUILD);
