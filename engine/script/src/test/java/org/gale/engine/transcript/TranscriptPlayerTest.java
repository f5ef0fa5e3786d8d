package org.gale.engine.transcript;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;
import org.gale.engine.script.ByteLines;
import org.gale.engine.script.FakeTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.gale.engine.transcript.PlayResult.PlayKind.INTERNAL;
import static org.gale.engine.transcript.PlayResult.PlayKind.MALFORMED;
import static org.gale.engine.transcript.PlayResult.PlayKind.MISMATCH;
import static org.gale.engine.transcript.PlayResult.PlayKind.UNREADABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TranscriptPlayerTest
{
    private static final long UNPACKED_LIMIT_BYTES = 1 << 22;

    @TempDir
    private Path directory;

    private final List<FakeTarget> targets = new ArrayList<>();
    private final TranscriptPlayer player = new TranscriptPlayer(this::create, UNPACKED_LIMIT_BYTES);

    @Test
    void shouldPassWhenEveryReplyMatches()
    {
        final PlayResult result = play("""
            # A comment.

            > machine pes=4
            < OK
            > hppi 0    # nothing yet
            # Another one between a command and its reply.
            < OK none | OK LPI 5 31
            > readl 0x40000000
            < OK 0x0 mask 0xff
            > sysr 0 el1 NO_SUCH_REGISTER
            < FAIL undefined
            > nonsense
            < FAIL
            > quit
            < *
            """);

        assertTrue(result.isPassed(), () -> result.failure().toString());
        assertEquals(6, result.commandCount());
        assertEquals(List.of("pes=4"), targets.get(0).keyValues);
        assertTrue(targets.get(0).isClosed);
    }

    @Test
    void shouldFailWhenThereIsNothingToPlay()
    {
        assertEquals("holds no command", play("").failure().message());
        assertEquals("holds no command", play("# only a comment").failure().message());
    }

    @Test
    void shouldAcceptOtherLineEndsAndALastLineWithoutOne()
    {
        assertTrue(play("> hppi 0\r\n< OK none\r\n> signal 0\r\n< OK irq=0 fiq=0 virq=0 vfiq=0").isPassed());
    }

    @Test
    void shouldStopAtTheFirstMismatch()
    {
        final PlayResult result = play("""
            > hppi 0
            < OK none
            > hppi 1
            < OK LPI 5 31
            > hppi 2
            < OK LPI 5 31
            """);

        assertEquals(2, result.commandCount());
        assertEquals(
            new PlayResult.Failure(MISMATCH, 4, "line 4: the reply differs", "OK LPI 5 31", "OK none",
                List.of("1: hppi 0", "3: hppi 1")),
            result.failure());
        assertTrue(targets.get(0).isClosed);
    }

    @Test
    void shouldKeepTheLastTenCommands()
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < 25; i++)
        {
            text.append("> clock_step ").append(i).append("\n< OK\n");
        }
        text.append("> stats\n< OK []\n");

        final PlayResult.Failure failure = play(text.toString()).failure();

        assertEquals(10, failure.lastCommands().size());
        assertEquals("33: clock_step 16", failure.lastCommands().get(0));
        assertEquals("51: stats", failure.lastCommands().get(9));
    }

    @Test
    void shouldReportAMalformedTranscript()
    {
        assertMalformed("< OK\n", 1, "line 1 is a reply without a command before it");
        assertMalformed("> hppi 0\n< OK none\n< OK none\n", 3, "line 3 is a reply without a command before it");
        assertMalformed("> hppi 0\n> hppi 0\n", 2,
            "line 2 is a command, but the reply to the one before it is missing");
        assertMalformed("> hppi 0\n", 1, "line 1 is the end, and the reply to the last command is missing");
        assertMalformed("> \n< OK\n", 1, "line 1 is a command without a verb");
        assertMalformed("> # hppi 0\n< OK\n", 1, "line 1 is a command without a verb");
        assertMalformed("> quit\n< OK\n> hppi 0\n< OK none\n", 3, "line 3 is a command after 'quit'");
        assertMalformed("hppi 0\n", 1, "line 1 is neither '> command', '< reply' nor '# comment': 'hppi 0'");
        assertMalformed(">hppi 0\n", 1, "line 1 is neither '> command', '< reply' nor '# comment': '>hppi 0'");
        assertMalformed("> hppi 0\n<\n", 2, "line 2 is neither '> command', '< reply' nor '# comment': '<'");
        assertMalformed("> hppi 0\n< OK 0x1 mask\n", 2, "line 2 is not a reply to expect: 'mask' without its bits");
        assertMalformed("\u007fELF\u0002\u0001\u0001\u0000", 1,
            "line 1 is neither '> command', '< reply' nor '# comment': '\\x7fELF\\x02\\x01\\x01\\x00'");
        assertMalformed("> hppi 0\n< OK none\n" + "0".repeat(ByteLines.LENGTH_LIMIT + 3), 3,
            "line 3 is longer than " + (ByteLines.LENGTH_LIMIT + 2) + " bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"< OK", "> hppi 0\n> hppi 0", "> ", "> quit\n< OK\n> hppi 0", "hppi 0",
        "> hppi 0\n< OK 0x1 mask", "> hppi 0\n< OK LPI 5 31"})
    void shouldStopAtTheFirstLineThatIsWrong(final String text)
    {
        final PlayResult.Failure failure = play(text + "\n").failure();

        assertEquals(failure, play(text + "\nhppi 0\n< OK\n> hppi 0\n> hppi 0\n").failure());
        assertEquals(text.lines().count(), failure.lineNumber());
    }

    @Test
    void shouldStopAtALineThatIsTooLong()
    {
        final String text = "> hppi 0\n< OK none\n" + "0".repeat(ByteLines.LENGTH_LIMIT + 3) + "\nhppi 0\n";

        assertEquals(3, play(text).failure().lineNumber());
    }

    @Test
    void shouldPlayTheLongestLineOfASession()
    {
        assertTrue(play("> hppi 0" + " ".repeat(ByteLines.LENGTH_LIMIT - 6) + "\r\n< OK none\n").isPassed());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "# SKIP needs 64 GiB | needs 64 GiB", "#SKIP | ''", " # a first comment\\n\\n \t#  SKIP  later \r | later",
        "# SKIP # twice | # twice", "# SKIP a\rb | a\rb"})
    void shouldSkipATranscriptThatSaysSoBeforeItsFirstCommand(final String head, final String reason)
    {
        final PlayResult result = play(head.replace("\\n", "\n") + "\n> hppi 0\n< FAIL\nrubbish\n");

        assertEquals(reason, result.skipReason());
        assertTrue(result.isSkipped());
        assertFalse(result.isPassed());
        assertNull(result.failure());
        assertEquals(0, result.commandCount());
        assertTrue(targets.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"# SKIPPED", "# skip me", "# no SKIP", "> hppi 0 # SKIP\n< OK none",
        "> hppi 0\n# SKIP too late\n< OK none"})
    void shouldPlayATranscriptThatDoesNotAskToBeSkipped(final String head)
    {
        assertTrue(play(head + "\n> hppi 0\n< OK none\n").isPassed());
    }

    @Test
    void shouldShortenALongReason()
    {
        assertEquals(400, play("# SKIP " + "x".repeat(1_000)).skipReason().length());
    }

    @Test
    void shouldPlayPackedFiles() throws IOException
    {
        final Path file = directory.resolve("good.gt.gz");
        Files.write(file, packed("> hppi 0\n< OK none\n".getBytes(StandardCharsets.US_ASCII)));

        final PlayResult result = player.play(file);

        assertTrue(result.isPassed());
        assertEquals(file.toString(), result.name());
    }

    @Test
    void shouldSayThatAPackedFileIsTruncated()
    {
        final byte[] bytes = packed("> hppi 0\n< OK none\n".repeat(1000).getBytes(StandardCharsets.US_ASCII));

        for (int length = 2; length < bytes.length; length++)
        {
            final PlayResult result = play("cut.gt.gz", Arrays.copyOf(bytes, length));

            assertEquals(UNREADABLE, result.failure().kind());
            assertEquals("is truncated: the compressed data ends before its end", result.failure().message());
        }
    }

    @Test
    void shouldSayThatAPackedFileIsDamaged()
    {
        final byte[] bytes = packed("> hppi 0\n< OK none\n".getBytes(StandardCharsets.US_ASCII));
        bytes[bytes.length - 5] ^= 1;

        final PlayResult result = play("flip.gt.gz", bytes);

        assertEquals(UNREADABLE, result.failure().kind());
        assertTrue(result.failure().message().startsWith("is damaged: "), result.failure().message());
    }

    @Test
    void shouldSayThatAFileIsNotPackedThoughItsNameSaysSo()
    {
        final PlayResult result = play("plain.gt.gz", "> hppi 0\n< OK none\n".getBytes(StandardCharsets.US_ASCII));

        assertEquals(UNREADABLE, result.failure().kind());
        assertEquals("is not a gzip file, though its name says so", result.failure().message());
        assertEquals("is not a gzip file, though its name says so", play("empty.gz", new byte[0]).failure().message());
    }

    @Test
    void shouldStopUnpackingAtTheLimit()
    {
        final byte[] blankLines = new byte[5 << 20];
        Arrays.fill(blankLines, (byte)'\n');
        final byte[] oneLine = new byte[6 << 20];

        assertEquals("cannot be read: unpacks to more than 4,096 KiB",
            play("lines.gt.gz", packed(blankLines)).failure().message());
        assertEquals("cannot be read: unpacks to more than 4,096 KiB",
            play("zeros.gt.gz", packed(oneLine)).failure().message());
    }

    @Test
    void shouldStopReadingAtTheLimit()
    {
        final byte[] blankLines = new byte[5 << 20];
        Arrays.fill(blankLines, (byte)'\n');

        assertEquals("cannot be read: is longer than 4,096 KiB",
            play("lines.gt", blankLines).failure().message());
    }

    @Test
    void shouldSayThatAFileCannotBeRead()
    {
        final PlayResult result = player.play(directory.resolve("absent.gt"));

        assertEquals(UNREADABLE, result.failure().kind());
        assertTrue(player.play(directory).failure().message().startsWith("cannot be read: "));
    }

    @Test
    void shouldPlayAPipe() throws Exception
    {
        final Path pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        final ExecutorService executor = Executors.newSingleThreadExecutor();
        try
        {
            final Future<Path> written = executor.submit(() -> Files.write(pipe, "> hppi 0\n< OK none\n".getBytes(
                StandardCharsets.US_ASCII), StandardOpenOption.WRITE));

            assertTrue(player.play(pipe).isPassed());
            assertEquals(pipe, written.get());
        }
        finally
        {
            executor.shutdownNow();
        }
    }

    @Test
    void shouldReportAnInternalErrorAndCloseTheMachine()
    {
        final TranscriptPlayer broken = new TranscriptPlayer(keyValues ->
        {
            throw new IllegalStateException("broken by org.gale.engine.Foo");
        });

        final PlayResult result = broken.play("x", new ByteArrayInputStream("> hppi 0\n< OK none\n".getBytes(
            StandardCharsets.US_ASCII)));

        assertEquals(INTERNAL, result.failure().kind());
        assertEquals("internal error: broken by ...", result.failure().message());
        assertEquals(List.of("1: hppi 0"), result.failure().lastCommands());
    }

    @Test
    void shouldCountCommandsForAProgressDisplay()
    {
        play("> hppi 0\n< OK none\n".repeat(10_000));
        play("> hppi 0\n< OK none\n");

        assertEquals(10_001, player.commandCount());
    }

    /** Damaged transcripts, compressed or not: each has a result. */
    @Test
    void shouldSurviveAnyBytes()
    {
        final long seed = 1;
        final RandomGenerator random = new SplittableRandom(seed);
        final byte[] good = "> hppi 0\n< OK none\n> readl 0x40000000\n< OK 0x0 mask 0xf\n# end\n".repeat(3)
            .getBytes(StandardCharsets.US_ASCII);
        final byte[] packed = packed(good);
        for (int i = 0; i < 3_000; i++)
        {
            final byte[] bytes = (random.nextLong() < 0 ? good : packed).clone();
            final int flips = 1 + (int)(random.nextLong() & 3);
            for (int j = 0; j < flips; j++)
            {
                bytes[(int)Long.remainderUnsigned(random.nextLong(), bytes.length)] = (byte)random.nextLong();
            }

            final PlayResult result = play("fuzz", bytes);

            assertTrue(result.isPassed() || result.failure().kind() != INTERNAL,
                () -> "seed " + seed + ": " + result.failure());
        }
    }

    private void assertMalformed(final String text, final long lineNumber, final String message)
    {
        final PlayResult.Failure failure = play(text).failure();

        assertEquals(MALFORMED, failure.kind());
        assertEquals(lineNumber, failure.lineNumber());
        assertEquals(message, failure.message());
        assertNull(failure.expected());
    }

    private PlayResult play(final String text)
    {
        return play("text.gt", text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private PlayResult play(final String name, final byte[] bytes)
    {
        return player.play(name, new ByteArrayInputStream(bytes));
    }

    private FakeTarget create(final List<String> keyValues)
    {
        targets.add(FakeTarget.create(keyValues));

        return targets.get(targets.size() - 1);
    }

    private static byte[] packed(final byte[] bytes)
    {
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed))
        {
            out.write(bytes);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }

        return packed.toByteArray();
    }
}
