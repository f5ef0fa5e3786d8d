package org.gale.engine.script;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.transcript.PlayResult;
import org.gale.engine.transcript.TranscriptPlayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SessionTranscriptTest
{
    private static final String HEAD = "# gale script 1.0: gale check plays this file\n";
    private static final String STATS = "> stats\n< OK {}\n";

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void shouldHoldEachCommandWithItsReply() throws IOException
    {
        assertEquals(HEAD + """
            > machine pes=2   # small
            < OK
            # a comment

            > hppi 0
            < OK none
            > sgnal 0
            < FAIL no verb 'sgnal': did you mean 'signal'?
            > stats
            < OK {}
            > quit
            < OK
            """, transcript("machine pes=2   # small\r\n  # a comment\n \t\r\nhppi 0\nsgnal 0\nquit\nhppi 0\n"));
        assertPlays(5);
    }

    @Test
    void shouldHoldALineThatCannotBeReadAsAComment() throws IOException
    {
        final String refused =
            "# a line was refused here: FAIL the line is longer than " + ByteLines.LENGTH_LIMIT + " bytes\n";

        assertEquals(HEAD + "> hppi 0\n< OK none\n" + refused + "> hppi 1\n< OK none\n" + STATS,
            transcript("hppi 0\n" + "x".repeat(ByteLines.LENGTH_LIMIT + 2) + "\nhppi 1"));
        assertPlays(3);
    }

    @Test
    void shouldHoldTheLongestLine() throws IOException
    {
        transcript("hppi 0" + " ".repeat(ByteLines.LENGTH_LIMIT - 6) + "\n");

        assertPlays(2);
    }

    @Test
    void shouldAcceptAnyReplyWhereTheReplyIsLongerThanALine() throws IOException
    {
        final TargetFactory factory = keys -> new FakeTarget(keys)
        {
            @Override
            public String stats()
            {
                return "x".repeat(ByteLines.LENGTH_LIMIT);
            }
        };

        assertEquals(HEAD + "> stats\n< *\n> hppi 0\n< OK none\n> stats\n< *\n",
            transcript(factory, "stats\nhppi 0\n"));
        assertTrue(new TranscriptPlayer(factory).play(file()).isPassed());
    }

    @Test
    void shouldHoldTheLineThatASessionDidNotSurvive() throws IOException
    {
        final TargetFactory factory = keys -> new FakeTarget(keys)
        {
            @Override
            public String stats()
            {
                throw new IllegalStateException("broken");
            }
        };

        assertThrows(IllegalStateException.class, () -> transcript(factory, "hppi 0\nstats\nhppi 0\n"));
        assertEquals(HEAD + "> hppi 0\n< OK none\n> stats\n< *\n", Files.readString(file()));
        final PlayResult result = new TranscriptPlayer(factory).play(file());
        assertNotNull(result.failure());
        assertEquals(PlayResult.PlayKind.INTERNAL, result.failure().kind());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "v4 host\\nstats | > v4 host\\n< OK 0\\n> stats\\n< OK {}\\n> stats\\n< OK {}\\n> v4 audit\\n< OK {}\\n",
        "v4 host\\nquit | > v4 host\\n< OK 0\\n> stats\\n< OK {}\\n> v4 audit\\n< OK {}\\n> quit\\n< OK\\n"})
    void shouldEndWithTheAuditOfAGicv4Host(final String input, final String expected) throws IOException
    {
        assertEquals(HEAD + expected.replace("\\n", "\n"), transcript(Gicv4Target::new, input.replace("\\n", "\n")));
        assertTrue(new TranscriptPlayer(Gicv4Target::new).play(file()).isPassed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "quit\n", "help stats\n", "machine bad=1\nhppi 0\n", "v4 audit\n", "sgnal 0\n"})
    void shouldEndWithoutQueriesWhereNoMachineWasBuilt(final String input) throws IOException
    {
        assertFalse(transcript(input).contains("> stats"), input);
    }

    @Test
    void shouldEndWithTheQueriesOfAMachineThatGotNoCommand() throws IOException
    {
        assertEquals(HEAD + "> machine pes=2\n< OK\n" + STATS, transcript("machine pes=2\n"));
    }

    @Test
    void shouldNotSendTheRepliesOfTheQueriesAtItsEnd() throws IOException
    {
        transcript("hppi 0\nquit\n");

        assertEquals("OK none\nOK\n", out.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void shouldTellOfALossBeforeTheQueriesAtItsEnd() throws IOException
    {
        final String input = """
            v4 host cpus=2
            v4 create_vm 1
            v4 legacy on
            v4 map 0 1 0 0 8192
            v4 config 0 8192 0xa0 1
            v4 load 0 0 0
            v4 enable 0 0
            v4 msi 1 0
            v4 disable 0 0
            notices on
            quit
            """;

        final String kept = transcript(MachineTarget::create, input);

        assertTrue(kept.matches("(?s).*\\n> v4 disable 0 0\\n# ! P1 [^\\n]*\\n< OK 0\\n(?:# ! [^\\n]*\\n)*> stats\\n" +
            "< OK [^\\n]*\"lost\":1,[^\\n]*\\n> v4 audit\\n< OK [^\\n]*\\n> quit\\n< OK\\n"), kept);
        assertEquals(PlayResult.PlayKind.PROMISE,
            new TranscriptPlayer(MachineTarget::create).play(file()).failure().kind());
    }

    @Test
    void shouldEndWithTheQueriesAtTheFirstFail() throws IOException
    {
        assertFalse(SessionRunner.run(FakeTarget::create, create(false, SessionTranscript.LIMIT_BYTES),
            new ByteArrayInputStream("hppi 0\nhppi 9\nhppi 0\n".getBytes(ISO_8859_1)), out, true,
            SessionWatch.NONE));

        assertTrue(Files.readString(file()).endsWith("\n" + STATS), Files.readString(file()));
        assertPlays(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hppi 0\n", "hppi 0\nquit\n"})
    void shouldEndWithTheQueriesOnceWhereTheRepliesCannotLeave(final String input) throws IOException
    {
        final OutputStream closed = new OutputStream()
        {
            @Override
            public void write(final int value) throws IOException
            {
                throw new IOException("Broken pipe");
            }
        };

        assertThrows(IOException.class, () -> SessionRunner.run(FakeTarget::create,
            create(false, SessionTranscript.LIMIT_BYTES), new ByteArrayInputStream(input.getBytes(ISO_8859_1)), closed,
            false, SessionWatch.NONE));

        assertEquals(1, Files.readString(file()).split(Pattern.quote(STATS), -1).length - 1);
        assertPlays(input.lines().count() + 1);
    }

    @Test
    void shouldEndWithTheQueriesWhereTheInputBreaks() throws IOException
    {
        final InputStream broken = new SequenceInputStream(
            new ByteArrayInputStream("hppi 0\nhpp".getBytes(ISO_8859_1)), new InputStream()
            {
                @Override
                public int read() throws IOException
                {
                    throw new IOException("Connection reset");
                }

                @Override
                public int read(final byte[] bytes, final int offset, final int length) throws IOException
                {
                    return read();
                }
            });

        assertThrows(IOException.class, () -> SessionRunner.run(
            FakeTarget::create, create(false, SessionTranscript.LIMIT_BYTES), broken, out, false,
            SessionWatch.NONE));

        assertEquals(HEAD + "> hppi 0\n< OK none\n" + STATS, Files.readString(file()));
    }

    @Test
    void shouldBeWrittenBeforeTheReplyLeaves() throws IOException
    {
        final List<String> seen = new ArrayList<>();
        final OutputStream replies = new OutputStream()
        {
            @Override
            public void write(final int value)
            {
                throw new AssertionError("one byte");
            }

            @Override
            public void write(final byte[] bytes, final int offset, final int length) throws IOException
            {
                seen.add(Files.readString(file()));
            }
        };

        SessionRunner.run(FakeTarget::create, create(false, SessionTranscript.LIMIT_BYTES),
            new ByteArrayInputStream("hppi 0\n".repeat(20_000).getBytes(ISO_8859_1)), replies, false,
            SessionWatch.NONE);

        assertTrue(seen.size() > 1, () -> seen.size() + " writes");
        assertTrue(seen.get(0).endsWith("\n> hppi 0\n< OK none\n"), seen.get(0));
        assertPlays(20_001);
    }

    @Test
    void shouldNotGrowInMemoryWithCommentsAlone() throws IOException
    {
        final String comments = "# comment\n".repeat(100_000);

        assertEquals(HEAD + comments, transcript(comments));
    }

    @Test
    void shouldReplaceAFileOnlyWhenAsked() throws IOException
    {
        Files.writeString(file(), "precious ".repeat(1_000));

        assertThrows(FileAlreadyExistsException.class, () -> create(false, SessionTranscript.LIMIT_BYTES));
        assertTrue(Files.readString(file()).startsWith("precious"));
        create(true, SessionTranscript.LIMIT_BYTES).close();
        assertEquals(HEAD, Files.readString(file()));
    }

    @Test
    void shouldEndTheSessionAtTheLengthThatACheckPlays() throws IOException
    {
        final SessionTranscript transcript = create(false, 4_096);

        final OutcomeException failure = assertThrows(OutcomeException.class, () -> SessionRunner.run(
            FakeTarget::create, transcript, new ByteArrayInputStream("hppi 0\n".repeat(20_000).getBytes(ISO_8859_1)),
            out, false, SessionWatch.NONE));

        assertEquals(Outcome.RESOURCES, failure.outcome());
        assertTrue(failure.getMessage().contains("it is longer than 4,096 B, the most that gale check plays"),
            failure.getMessage());
        assertEquals("", out.toString(StandardCharsets.US_ASCII));
        assertTrue(Files.size(file()) <= 4_096);
    }

    @Test
    void shouldSayThatTheHostRefusesIt() throws IOException
    {
        final SessionTranscript transcript = SessionTranscript.create(Path.of("/dev/full"), false, "1.0");

        final OutcomeException failure = assertThrows(OutcomeException.class, () -> SessionRunner.run(
            FakeTarget::create, transcript, new ByteArrayInputStream("hppi 0\n".getBytes(ISO_8859_1)), out, false,
            SessionWatch.NONE));

        assertEquals(Outcome.RESOURCES, failure.outcome());
        assertTrue(failure.getMessage().startsWith(
            "the transcript /dev/full cannot be written: No space left on device"), failure.getMessage());
        assertEquals("", out.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void shouldRefuseAPipeWithoutAReader() throws Exception
    {
        assertEquals(0, new ProcessBuilder("mkfifo", file().toString()).start().waitFor());

        final IOException failure =
            assertThrows(IOException.class, () -> create(false, SessionTranscript.LIMIT_BYTES));
        assertTrue(failure.getMessage().contains("no process reads this pipe"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldPlayWhateverBytesASessionWasGiven(final long seed) throws IOException
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final StringBuilder input = new StringBuilder();
        for (int i = 0; i < 2_000; i++)
        {
            final String line = random.nextBoolean() ? "hppi 0 # > x" : "readl 0x40000000 ";
            final char noise = (char)random.nextInt(256);
            final int at = random.nextInt(line.length());
            input.append(line, 0, at).append(noise).append(line.substring(at))
                .append(random.nextBoolean() ? "\n" : "\r\n");
        }

        transcript(input.toString());

        final PlayResult result = new TranscriptPlayer(FakeTarget::create).play(file());
        assertTrue(result.isPassed(), () -> "seed " + seed + ": " + result.failure());
        assertFalse(Files.readString(file(), ISO_8859_1).contains("refused"));
    }

    /** GICv4 host whose queries have the shortest replies. */
    private static final class Gicv4Target extends FakeTarget
    {
        private boolean isHost;

        Gicv4Target(final List<String> keyValues)
        {
            super(keyValues);
        }

        @Override
        public boolean isGicv4()
        {
            return isHost;
        }

        @Override
        public void replaceWithGicv4(final List<String> words)
        {
            isHost = true;
        }

        @Override
        public String hostRefusal(final DirectBuffer words)
        {
            return null;
        }

        @Override
        public String hostQuery(final DirectBuffer words)
        {
            return "{}";
        }
    }

    private void assertPlays(final long commands)
    {
        final PlayResult result = new TranscriptPlayer(FakeTarget::create).play(file());
        assertTrue(result.isPassed(), () -> String.valueOf(result.failure()));
        assertEquals(commands, result.commandCount());
    }

    private Path file()
    {
        return directory.resolve("session.gt");
    }

    private SessionTranscript create(final boolean replaces, final long limitBytes) throws IOException
    {
        return SessionTranscript.create(file(), replaces, "1.0", limitBytes);
    }

    private String transcript(final String input) throws IOException
    {
        return transcript(FakeTarget::create, input);
    }

    private String transcript(final TargetFactory factory, final String input) throws IOException
    {
        SessionRunner.run(factory, create(false, SessionTranscript.LIMIT_BYTES),
            new ByteArrayInputStream(input.getBytes(ISO_8859_1)), out, false, SessionWatch.NONE);

        return Files.readString(file(), ISO_8859_1);
    }
}
