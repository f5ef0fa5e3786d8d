package org.gale.tests.conformance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import org.gale.engine.script.MachineTarget;
import org.gale.engine.transcript.PlayResult;
import org.gale.engine.transcript.TranscriptPlayer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests that software which waits sees no difference on a machine with {@code ops.order=1}: transcripts that were made
 * without it, with a GSB SYS behind each instruction, and time behind each write and each event.
 */
@Tag("conformance")
@Tag("B-ORD-1")
@Tag("B-ORD-8")
@Tag("B-ITS-11")
class WaitingTranscriptsTest
{
    private static final String KEYS = " ops.delay=2 ops.order=1";
    /** An operation, and behind it an event at two places, each for the commands of the delay. */
    private static final String TIME = "> clock_step 1\n< OK\n".repeat(3 * 2 + 1);
    private static final int TRANSCRIPTS_MIN = 60;

    private static final Pattern MACHINE = Pattern.compile("^> machine[^#\n]*", Pattern.MULTILINE);
    private static final Pattern INSTRUCTION = Pattern.compile(
        "^> insn (\\d+) (\\w+) (?:CD(?!IA|NMIA|EOI)|VD)\\w+.*\n(?:#.*\n)*< OK.*\n", Pattern.MULTILINE);
    private static final Pattern ACCESS = Pattern.compile(
        "^> (?:write|msi|wire|kvm mmio|sysw \\d+ el1 ICC_CR0_EL1).*\n(?:#.*\n)*(?:< ! .*\n)*< .*\n", Pattern.MULTILINE);

    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    void shouldHoldWithBarriersAndTime(final Path file) throws IOException
    {
        final byte[] waiting = waiting(text(file)).getBytes(StandardCharsets.US_ASCII);

        final PlayResult result = new TranscriptPlayer(MachineTarget::create)
            .play(file.getFileName().toString().replace(".gz", ""), new ByteArrayInputStream(waiting));

        assertNull(result.failure(), () -> result.failure().message());
    }

    private static List<Path> transcripts() throws IOException
    {
        try (Stream<Path> files = Files.walk(ConformanceTest.root()))
        {
            final List<Path> transcripts = files.filter(file -> file.toString().matches(".*\\.gt(\\.gz)?"))
                .filter(WaitingTranscriptsTest::isOfMachineThatWaitsForNothing).sorted().toList();
            assertTrue(transcripts.size() >= TRANSCRIPTS_MIN, "transcripts: " + transcripts.size());

            return transcripts;
        }
    }

    /** Returns whether a transcript is that of a GICv5 without later effects, and gives no number of commands. */
    private static boolean isOfMachineThatWaitsForNothing(final Path file)
    {
        final String text = text(file);

        return !text.contains("> v4 ") && !text.contains("ops.delay") && !text.contains("\"commands\"") &&
            !text.contains("> kvm migrate");
    }

    private static String waiting(final String text)
    {
        final String barriers = INSTRUCTION.matcher(text).replaceAll("$0> insn $1 $2 GSBSYS\n< OK\n");
        final String times = ACCESS.matcher(barriers).replaceAll("$0" + TIME);
        final Matcher machine = MACHINE.matcher(times);

        return machine.find() ? machine.replaceFirst(machine.group().stripTrailing() + KEYS + ' ') :
            "> machine" + KEYS + "\n< OK\n" + times;
    }

    private static String text(final Path file)
    {
        try (InputStream raw = Files.newInputStream(file);
            InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw)
        {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
        catch (final IOException exception)
        {
            throw new UncheckedIOException(exception);
        }
    }
}
