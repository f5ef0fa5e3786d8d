package org.gale.engine.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** {@code dtc}, which checks the source of a device tree where the host has it. Owned by one thread. */
final class DeviceTreeCompiler
{
    private final String program;
    private final PrintWriter messages;

    /**
     * Makes a compiler; it need not be installed.
     *
     * @param program  name or path of {@code dtc}
     * @param messages takes what it says, or that it is not there
     */
    DeviceTreeCompiler(final String program, final PrintWriter messages)
    {
        this.program = program;
        this.messages = messages;
    }

    /** Checks a source. Returns false if {@code dtc} refuses it. */
    boolean accepts(final String source) throws IOException, InterruptedException
    {
        final Process process;
        try
        {
            process = new ProcessBuilder(program, "-I", "dts", "-O", "dtb", "-o", "/dev/null", "-")
                .redirectErrorStream(true).start();
        }
        catch (final IOException ex)
        {
            say("dtc is not installed: nothing has checked the tree");

            return true;
        }
        try (OutputStream input = process.getOutputStream())
        {
            input.write(source.getBytes(StandardCharsets.UTF_8));
        }
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().forEach(this::say);

        return process.waitFor() == 0;
    }

    private void say(final String line)
    {
        messages.println("gale topology: " + line);
        messages.flush();
    }
}
