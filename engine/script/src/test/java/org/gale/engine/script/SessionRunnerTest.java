package org.gale.engine.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SessionRunnerTest
{
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private FakeTarget target;

    @Test
    void shouldAnswerEachLineUntilTheInputEnds() throws IOException
    {
        assertEquals("OK none\nOK\n", run("hppi 0\n\n# comment\nclock_step 1"));
        assertTrue(target.isClosed);
    }

    @Test
    void shouldEndAtQuit() throws IOException
    {
        assertEquals("OK\n", run("quit\nhppi 0\n"));
    }

    @Test
    void shouldRefuseALongLineAndGoOn() throws IOException
    {
        final String longLine = "#".repeat(3 * ByteLines.LENGTH_LIMIT);

        assertEquals("FAIL the line is longer than " + ByteLines.LENGTH_LIMIT + " bytes\nOK none\n",
            run(longLine + "\nhppi 0\n"));
        assertEquals("FAIL the line is longer than " + ByteLines.LENGTH_LIMIT + " bytes\n", run(longLine));
    }

    @Test
    void shouldTakeALineOfTheGreatestLength() throws IOException
    {
        final String line = "hppi 0" + " ".repeat(ByteLines.LENGTH_LIMIT - 6);

        assertEquals("OK none\nOK none\n", run(line + "\n" + line));
    }

    @Test
    void shouldAnswerPipelinedLinesWithFewWrites() throws IOException
    {
        final List<Integer> writes = new ArrayList<>();
        final OutputStream counting = new OutputStream()
        {
            @Override
            public void write(final int value)
            {
                writes.add(1);
            }

            @Override
            public void write(final byte[] bytes, final int offset, final int length)
            {
                writes.add(length);
            }
        };
        final byte[] bytes = "hppi 0\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII);

        SessionRunner.run(this::create, new ByteArrayInputStream(bytes), counting);

        assertEquals(10_000 * "OK none\n".length(), writes.stream().mapToInt(length -> length).sum());
        assertTrue(writes.size() < 20, () -> writes.size() + " writes");
        assertEquals(writes.size(), target.calls.stream().filter("before replies"::equals).count());
    }

    @Test
    void shouldAnswerAPersonAtOnce() throws Exception
    {
        final PipedOutputStream toSession = new PipedOutputStream();
        final PipedInputStream input = new PipedInputStream(toSession);
        final PipedOutputStream replies = new PipedOutputStream();
        final PipedInputStream fromSession = new PipedInputStream(replies);
        final ExecutorService executor = Executors.newSingleThreadExecutor();
        try
        {
            final Callable<Boolean> session = () ->
            {
                SessionRunner.run(this::create, input, replies);
                return true;
            };
            final Future<Boolean> ended = executor.submit(session);

            toSession.write("hppi 0\n".getBytes(StandardCharsets.US_ASCII));
            toSession.flush();
            assertEquals("OK none\n", readLine(fromSession));

            toSession.write("quit\n".getBytes(StandardCharsets.US_ASCII));
            toSession.flush();
            assertEquals("OK\n", readLine(fromSession));
            assertTrue(ended.get());
        }
        finally
        {
            executor.shutdownNow();
        }
    }

    private static String readLine(final InputStream in) throws IOException
    {
        final StringBuilder line = new StringBuilder();
        int value = in.read();
        while (value >= 0 && value != '\n')
        {
            line.append((char)value);
            value = in.read();
        }

        return line.append((char)value).toString();
    }

    private String run(final String input) throws IOException
    {
        out.reset();
        SessionRunner.run(this::create, new ByteArrayInputStream(input.getBytes(StandardCharsets.ISO_8859_1)), out);

        return out.toString(StandardCharsets.US_ASCII);
    }

    private FakeTarget create(final List<String> keyValues)
    {
        target = FakeTarget.create(keyValues);
        return target;
    }
}
