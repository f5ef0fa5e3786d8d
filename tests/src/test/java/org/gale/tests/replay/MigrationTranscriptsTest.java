package org.gale.tests.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.command.V4Verb;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

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

    /** Verbs that migrate, as transcripts and page call them. */
    private enum Family
    {
        KVM("kvm", KvmVerb.FAMILY, "## Wrong orders\n"),
        GICV4("v4", V4Verb.FAMILY, "## Wrong orders of a GICv4 host\n");

        private final String verbs;
        private final int number;
        private final String heading;

        Family(final String verbs, final int number, final String heading)
        {
            this.verbs = verbs;
            this.number = number;
            this.heading = heading;
        }

        private String file(final MigrationOrder order)
        {
            return file(order.spelling());
        }

        private String ofFailures()
        {
            return file("fail");
        }

        private String file(final String what)
        {
            return name().toLowerCase(Locale.ROOT) + "-" + what + ".gt";
        }
    }

    /**
     * Transcript of a family in an order.
     *
     * @param family of the verbs
     * @param order  of the migration
     */
    private record Played(Family family, MigrationOrder order)
    {
        private List<String> commands() throws IOException
        {
            return Files.readAllLines(TRANSCRIPTS.resolve(family.file(order))).stream()
                .filter(line -> line.startsWith(COMMAND)).map(line -> line.substring(COMMAND.length())).toList();
        }
    }

    private static Stream<Played> transcripts()
    {
        return Stream.of(Family.values()).flatMap(family ->
            MigrationOrder.of(family.number).stream().map(order -> new Played(family, order)));
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void shouldTellWhatThePageSays(final Played played) throws IOException
    {
        final List<String> told = told(played);
        if (played.order == MigrationOrder.RIGHT)
        {
            assertEquals(List.of(), told);
        }
        else
        {
            final String page = Files.readString(PAGE);
            final String row = page.substring(page.indexOf(played.family.heading)).lines()
                .filter(line -> line.startsWith("| `" + played.order.spelling() + "` |")).findFirst().orElseThrow();
            assertTrue(!told.isEmpty() && row.endsWith("| " + told.get(0) + " |"), row + told);
        }
    }

    @Test
    void shouldHaveATranscriptOfEachOrderAndOneOfFailures() throws IOException
    {
        final Stream<String> failures = Stream.of(Family.values()).map(Family::ofFailures);
        try (Stream<Path> files = Files.list(TRANSCRIPTS))
        {
            assertEquals(Stream.concat(transcripts().map(played -> played.family.file(played.order)), failures)
                .sorted().toList(),
                files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    /** A failure of each step that may fail, and of the second restore. */
    @ParameterizedTest
    @EnumSource(Family.class)
    void shouldBreakNoPromiseWhenStepsFail(final Family family) throws IOException
    {
        final String text = Files.readString(TRANSCRIPTS.resolve(family.ofFailures()));
        for (final MigrationStep step : MigrationStep.values())
        {
            assertTrue(text.contains("fail=" + step.spelling() + '\n'), step.spelling());
        }

        assertEquals(List.of(), play(text.lines().filter(line -> line.startsWith(COMMAND))
            .map(line -> line.substring(COMMAND.length())).toList()));
        assertTrue(text.contains("restoring it has failed twice"));
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
    @MethodSource("harmless")
    void shouldLoseNothingWhereNothingIsThere(final Played played) throws IOException
    {
        final List<String> lines = new ArrayList<>(played.commands());
        lines.removeIf(line -> line.matches("(v4 )?msi .*|.*CDPEND.*|kvm irq_line.*|v4 sgi .*"));

        assertEquals(List.of(), play(lines));
    }

    /** Returns the orders that leave nothing wrong behind where nothing is pending and no message comes. */
    private static Stream<Played> harmless()
    {
        return transcripts().filter(played -> played.order != MigrationOrder.NO_DOORBELL &&
            (played.family == Family.KVM || played.order != MigrationOrder.OLD_ID));
    }

    /** A failure rolls back, or has the image restored once more: the messages of the right transcript all arrive. */
    @ParameterizedTest
    @MethodSource("failures")
    void shouldLoseNothingByAFailure(final Family family, final MigrationStep step) throws IOException
    {
        final List<String> lines = new ArrayList<>(new Played(family, MigrationOrder.RIGHT).commands());
        lines.replaceAll(line -> line.endsWith(" migrate 0") ? line + " fail=" + step.spelling() : line);
        lines.add(family.verbs + " step");
        lines.add(family.verbs + " step");

        assertEquals(List.of(), play(lines));
    }

    private static Stream<Arguments> failures()
    {
        return Stream.of(Family.values()).flatMap(family -> Stream.of(MigrationStep.values())
            .map(step -> Arguments.of(family, step)));
    }

    /** Entries are found in tables of two levels, too, below level 1 entries that are not valid. */
    @ParameterizedTest
    @MethodSource("transcriptsOfKvm")
    void shouldTellTheSameOfTablesWithTwoLevels(final Played played) throws IOException
    {
        final List<String> lines = new ArrayList<>();
        for (final String line : played.commands())
        {
            lines.addAll(twoLevels(line));
        }

        assertEquals(play(played.commands()).size(), play(lines).size());
        assertEquals(played.order != MigrationOrder.RIGHT, !play(lines).isEmpty());
    }

    private static Stream<Played> transcriptsOfKvm()
    {
        return transcripts().filter(played -> played.family == Family.KVM);
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

    private static List<String> told(final Played played) throws IOException
    {
        final List<String> notices = play(played.commands());
        final List<String> told = new ArrayList<>();
        for (final String notice : notices)
        {
            final Matcher matcher = NOTICE.matcher(notice);
            assertTrue(matcher.matches(), notice);
            told.add(matcher.group(1));
        }

        return told;
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
