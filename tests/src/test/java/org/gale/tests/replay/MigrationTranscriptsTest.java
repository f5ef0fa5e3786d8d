package org.gale.tests.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Transcripts of migrations: each order has one, which tells what the page says of it. */
@Tag("M-MIG")
class MigrationTranscriptsTest
{
    private static final Path TRANSCRIPTS = Path.of("src/test/resources/transcripts/migrations");
    private static final Path PAGE = Path.of("../engine/docs/migration.md");
    private static final String COMMAND = "> ";
    private static final Pattern NOTICE = Pattern.compile(
        "! (P[125] .*?)(?: \\(M-MIG-[12]\\))?[;,] (?:command|right).*");

    @ParameterizedTest
    @EnumSource(MigrationOrder.class)
    void shouldTellWhatThePageSays(final MigrationOrder order) throws IOException
    {
        final List<String> told = told(order);
        if (order == MigrationOrder.RIGHT)
        {
            assertEquals(List.of(), told);
        }
        else
        {
            final String row = Files.readString(PAGE).lines()
                .filter(line -> line.startsWith("| `" + order.spelling() + "` |")).findFirst().orElseThrow();
            assertTrue(!told.isEmpty() && row.endsWith("| " + told.get(0) + " |"), row + told);
        }
    }

    @Test
    void shouldHaveATranscriptOfEachOrder() throws IOException
    {
        try (Stream<Path> files = Files.list(TRANSCRIPTS))
        {
            assertEquals(Stream.of(MigrationOrder.values()).map(order -> "kvm-" + order.spelling() + ".gt").sorted()
                .toList(), files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void shouldShowTheStepsOfTheRightTranscript() throws IOException
    {
        final String page = Files.readString(PAGE);
        final int begin = page.indexOf("```text\n") + "```text\n".length();
        final String shown = page.substring(begin, page.indexOf("```", begin));
        final String lines = Files.readString(TRANSCRIPTS.resolve("kvm-right.gt")).lines()
            .filter(line -> !line.startsWith("#")).reduce("", (all, line) -> all + line + '\n');

        assertTrue(lines.contains(shown), shown);
    }

    /** A wrong order with nothing to act on loses nothing: the table of a VM that nobody has sent to is empty. */
    @ParameterizedTest
    @EnumSource(value = MigrationOrder.class, mode = EnumSource.Mode.EXCLUDE, names = "NO_DOORBELL")
    void shouldLoseNothingWhereNothingIsThere(final MigrationOrder order) throws IOException
    {
        final List<String> lines = new ArrayList<>(commands(order));
        lines.removeIf(line -> line.startsWith("msi ") || line.contains("CDPEND") || line.startsWith("kvm irq_line"));

        assertEquals(List.of(), play(lines));
    }

    /** A failure rolls back, or has the image restored once more: the messages of the right transcript all arrive. */
    @ParameterizedTest
    @EnumSource(value = MigrationStep.class, mode = EnumSource.Mode.EXCLUDE, names = "DESTROY")
    void shouldLoseNothingByAFailure(final MigrationStep step) throws IOException
    {
        final List<String> lines = new ArrayList<>(commands(MigrationOrder.RIGHT));
        lines.replaceAll(line -> line.equals("kvm migrate 0") ? line + " fail=" + step.spelling() : line);
        lines.add("kvm step");
        lines.add("kvm step");

        assertEquals(List.of(), play(lines));
    }

    /** Entries are found in tables of two levels, too, below level 1 entries that are not valid. */
    @ParameterizedTest
    @EnumSource(MigrationOrder.class)
    void shouldTellTheSameOfTablesWithTwoLevels(final MigrationOrder order) throws IOException
    {
        final List<String> lines = new ArrayList<>();
        for (final String line : commands(order))
        {
            lines.addAll(twoLevels(line));
        }

        assertEquals(play(commands(order)).size(), play(lines).size());
        assertEquals(order != MigrationOrder.RIGHT, !play(lines).isEmpty());
    }

    /** Returns the line with events 512 higher, in tables whose first level has an entry that is not valid before. */
    private static List<String> twoLevels(final String line)
    {
        if (line.startsWith("writel 0x081000d0"))
        {
            return List.of("writel 0x081000d0 0x1000c");            // ITS_DT_CFGR: two levels, 12 bits of DeviceIDs
        }
        if (line.startsWith("writeq 0x40500018"))
        {
            return List.of("writeq 0x40500008 0x9000000040600001",  // L1_DTE of the devices 512 to 1,023
                "writeq 0x40600018 0x5400000040510001",             // L2_DTE of 515: 10 bits of EventIDs, two levels
                "writeq 0x40510008 0x9000000040520001");            // L1_ITTE of the events 512 to 1,023
        }
        if (line.startsWith("msi 0 3 "))
        {
            return List.of("msi 0 515 " + (512 + Integer.parseInt(line.substring("msi 0 3 ".length()))));
        }

        return List.of(line.replace("0x405100", "0x405200"));
    }

    private static List<String> told(final MigrationOrder order) throws IOException
    {
        final List<String> notices = play(commands(order));
        final List<String> told = new ArrayList<>();
        for (final String notice : notices)
        {
            final Matcher matcher = NOTICE.matcher(notice);
            assertTrue(matcher.matches(), notice);
            told.add(matcher.group(1));
        }

        return told;
    }

    private static List<String> commands(final MigrationOrder order) throws IOException
    {
        return Files.readAllLines(TRANSCRIPTS.resolve("kvm-" + order.spelling() + ".gt")).stream()
            .filter(line -> line.startsWith(COMMAND)).map(line -> line.substring(COMMAND.length())).toList();
    }

    /** Returns the notices of a session. */
    private static List<String> play(final List<String> lines)
    {
        final List<String> notices = new ArrayList<>();
        final ReplyBuffer reply = new ReplyBuffer();
        try (ProtocolSession session = new ProtocolSession(MachineTarget::create, reply))
        {
            ask(session, reply, "notices on", notices);
            for (final String line : lines)
            {
                ask(session, reply, line, notices);
            }
            ask(session, reply, "digest", notices);
        }

        return notices;
    }

    private static void ask(
        final ProtocolSession session, final ReplyBuffer reply, final String line, final List<String> notices)
    {
        final byte[] sent = line.getBytes(StandardCharsets.US_ASCII);
        reply.clear();
        session.execute(sent, 0, sent.length);
        reply.text(0).lines().filter(said -> said.startsWith("!")).forEach(notices::add);
    }
}
