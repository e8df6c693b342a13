/** An engine process that cannot start, as with a missing model file. */
process.stderr.write("Cannot read model pose.tflite\n");
process.exitCode = 1;
