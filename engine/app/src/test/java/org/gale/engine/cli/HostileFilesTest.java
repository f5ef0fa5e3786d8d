package org.gale.engine.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.SegmentFormat;
import org.gale.engine.replay.Runs;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.SessionRunner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Sessions, transcripts and journals that are wrong: each has its answer, and the session goes on. */
@Tag("hostile")
class HostileFilesTest
{
    private static final int FLIPS = 60;
    private static final String DATA = "000000/19700101F.cq4";

    @TempDir
    private static Path home;
    private static byte[] sound;
    private static int end;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void makeAJournal() throws IOException, InterruptedException
    {
        Runs.storm(home.resolve("run"), JournalConfig.DEFAULT, 2_000);
        sound = Files.readAllBytes(home.resolve("run").resolve(DATA));
        end = sound.length - 1;
        while (sound[end] == 0)
        {
            end--;
        }
    }

    static Stream<String> session() throws IOException
    {
        return lines("session.txt");
    }

    static Stream<String> machines() throws IOException
    {
        return lines("machines.txt");
    }

    static Stream<String> sessionOfAGicv4Host() throws IOException
    {
        return lines("session-v4.txt");
    }

    private static Stream<String> lines(final String name) throws IOException
    {
        try (InputStream in = HostileFilesTest.class.getResourceAsStream("/hostile/" + name))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList().stream();
        }
    }

    static IntStream flips()
    {
        final SplittableRandom random = new SplittableRandom(5);

        return IntStream.range(0, FLIPS).map(i ->
            SegmentFormat.PREFIX_LENGTH + (int)Long.remainderUnsigned(random.nextLong(), end - 400L));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("session")
    void shouldAnswerALineThatIsWrongAndGoOn(final String line) throws IOException
    {
        final String[] parts = line.split("\t", -1);

        final String[] answers = replies("writel 0x40000000 7", parts[1], "readl 0x40000000", "quit");

        assertEquals("OK", answers[0]);
        assertTrue(answers[1].startsWith(parts[0] + ' '), answers[1]);
        assertEquals("OK 0x0000000000000007", answers[2], answers[1]);
    }

    @ParameterizedTest(name = "machine {0}")
    @MethodSource("machines")
    void shouldRefuseAMachineAndTakeTheNext(final String line) throws IOException
    {
        final String[] parts = line.split("\t", -1);

        final String[] answers = replies("machine " + parts[1], "readl 0x40000000",
            "machine its.cache=eager-valid ops.delay=1048576 ops.order=1", "readl 0x40000000", "quit");

        assertTrue(answers[0].startsWith("FAIL machine: " + parts[0]), answers[0]);
        assertTrue(answers[1].startsWith("FAIL readl: there is no machine"), answers[1]);
        assertEquals("OK", answers[2]);
        assertEquals("OK 0x0000000000000000", answers[3]);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sessionOfAGicv4Host")
    void shouldAnswerALineToAGicv4HostAndGoOn(final String line) throws IOException
    {
        final String[] parts = line.split("\t", -1);

        final String[] answers = replies(
            "v4 host cpus=2", "v4 create_vm 2", parts[1], "v4 enable 0 1", "v4 query 0 1", "v4 audit", "quit");

        assertTrue(answers[2].startsWith(parts[0] + ' '), answers[2]);
        assertEquals("OK 0", answers[3], answers[2]);
        assertEquals("OK 1", answers[4], answers[2]);
        assertFalse(answers[5].contains(":\""), answers[5]);
    }

    /** Returns the replies to lines, of which there is one each. */
    private static String[] replies(final String... lines) throws IOException
    {
        final ByteArrayOutputStream replies = new ByteArrayOutputStream();

        SessionRunner.run(MachineTarget::create,
            new ByteArrayInputStream((String.join("\n", lines) + '\n').getBytes(StandardCharsets.UTF_8)), replies);

        final String[] answers = replies.toString(StandardCharsets.UTF_8).split("\n", -1);
        assertEquals(lines.length + 1, answers.length, replies::toString);

        return answers;
    }

    @ParameterizedTest(name = "byte {0}")
    @MethodSource("flips")
    void shouldNameTheDamageOfAFlippedByte(final int at) throws IOException
    {
        final Path file = home.resolve("run").resolve(DATA);
        final byte[] bytes = sound.clone();
        bytes[at] ^= (byte)(1 << (at % Byte.SIZE));
        Files.write(file, bytes);

        assertEquals(ExitCode.JOURNAL_DAMAGED, gale("journal", "verify", home.resolve("run").toString()));
        assertTrue((out.toString() + err).contains(file.toString()), () -> out.toString() + err);
        assertEquals(ExitCode.JOURNAL_DAMAGED, gale("replay", home.resolve("run").toString(), "--verify"));
        Files.write(file, sound);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "> readl 0x40000000;< OK 0x1 | 3", "> bogus;< OK | 3", "< OK | 3", "> readl 0x40000000 | 3", "bogus | 3",
        "> readl 0x40000000;< OK 0x0;bogus | 3", "> quit;< OK;> readl 0x40000000;< OK * | 3",
        "> readl 0x40000000;< OK 0x0 mask x | 3", "> machine bogus=1;< OK | 3",
        "> readl 0x40000000;> readl 0x40000000;< OK 0x0 | 3", "> readl 0;< FAIL undefined | 3",
        "> readl 0x40000000;< OK 0x0 | 0", "> readl 0;< FAIL unmapped | 0", "> readl 0;< * | 0",
    })
    void shouldJudgeATranscript(final String text, final int exit) throws IOException
    {
        final Path file = home.resolve("file.gt");
        Files.writeString(file, text.replace(';', '\n') + '\n');

        assertEquals(exit, gale("check", file.toString()), () -> out.toString() + err);
        assertTrue(out.toString().contains(exit == 0 ? "\nok 1 - " : "\nnot ok 1 - "), out.toString());
    }

    private int gale(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }
}
