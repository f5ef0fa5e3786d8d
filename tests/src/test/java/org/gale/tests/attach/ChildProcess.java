package org.gale.tests.attach;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gale.tests.storm.GaleWords;

/** Child process whose output is read line by line. It does not outlive the test. */
final class ChildProcess implements AutoCloseable
{
    private final Process process;
    private final BufferedReader lines;

    private ChildProcess(final Process process)
    {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a Java process with the flags and the class path of this one. */
    static ChildProcess java(final Class<?> main, final String... arguments) throws IOException
    {
        final List<String> command = GaleWords.ofTest(main, "-ea");
        command.addAll(List.of(arguments));

        return of(command);
    }

    static ChildProcess of(final List<String> command) throws IOException
    {
        return new ChildProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Waits for the next line that begins with a word and returns the rest of it. */
    String await(final String word) throws IOException
    {
        final StringBuilder others = new StringBuilder();
        String line = lines.readLine();
        while (line != null && !line.startsWith(word))
        {
            others.append(line).append('\n');
            line = lines.readLine();
        }
        assertTrue(line != null, () -> "no line '" + word + "' but:\n" + others);

        return line.substring(word.length()).strip();
    }

    /** Continues a process that waits for a byte of input. */
    void tell() throws IOException
    {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** Writes a line to a process that reads them. */
    void tell(final String line) throws IOException
    {
        process.getOutputStream().write((line + '\n').getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Ends the input of a process. */
    void endInput() throws IOException
    {
        process.getOutputStream().close();
    }

    /** Waits until the process ends by itself. */
    int exit() throws InterruptedException
    {
        assertTrue(process.waitFor(AttachedStorm.PATIENCE.toSeconds(), TimeUnit.SECONDS), "the process does not end");

        return process.exitValue();
    }

    /** Kills the process like {@code kill -9}, without a chance to react. */
    void kill() throws InterruptedException
    {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException
    {
        process.destroyForcibly();
        lines.close();
    }
}
