package org.gale.engine.cli;

import java.io.PrintWriter;

/** Runner of command lines. */
@FunctionalInterface
interface CommandRunner
{
    /** Runs a command line and returns its exit code. */
    int run(PrintWriter out, PrintWriter err, String... words);
}
