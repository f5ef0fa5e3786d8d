package org.gale.tests.migration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gale.engine.record.SessionProof;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Migrations of a VM of KVM on machines whose effects come later. The right order breaks no promise under any seed,
 * whatever the guest and the device do between its steps. A wrong order is found by its interrupt, however late
 * that arrives.
 */
@Tag("M-MIG")
@Tag("M-ORD")
class LateMigrationsTest
{
    private static final Path TRANSCRIPTS = Path.of("src/test/resources/transcripts/migrations");
    private static final int SEEDS = Integer.getInteger("gale.seeds", 8);
    private static final int MANY = Integer.getInteger("gale.seeds", 1000);
    /** Commands in which every event has arrived. */
    private static final int LATER = 200;
    private static final List<String> DRAWN = List.of("msi 0 3 5", "msi 0 3 6", "msi 0 3 7", "msi 0 3 8",
        "clock_step 1", "clock_step 1", "insn 0 vel1 CDIA", "insn 0 vel1 CDEOI", "insn 0 vel1 CDDI 0x40000008",
        "insn 0 vel1 CDPEND 0x140000008", "insn 0 vel1 CDPEND 0x4000000a", "insn 0 vel1 CDDIS 0x4000000b",
        "insn 0 vel1 CDEN 0x4000000b", "insn 0 vel1 GSBSYS", "kvm irq_line 0 spi 0 5 1", "kvm irq_line 0 spi 0 5 0");

    @Test
    void shouldBreakNoPromiseInTheRightOrder() throws IOException
    {
        rightUnder(SEEDS);
    }

    @Test
    @Tag("slow")
    void shouldBreakNoPromiseInTheRightOrderUnderManySeeds() throws IOException
    {
        rightUnder(MANY);
    }

    private static void rightUnder(final int seeds) throws IOException
    {
        final List<String> lines = lines("kvm-right");
        for (int seed = 1; seed <= seeds; seed++)
        {
            final String keys = "ops.seed=" + seed + (seed % 2 == 0 ? " ops.delay=64 ops.events=200" : "");

            assertEquals(List.of(), played(lines, keys, false), keys);
            assertEquals(List.of(), played(lines, keys, true), keys);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "old-id, P1", "late-redirect, P1", "no-sync, P1", "edge-lost, P1", "latch-lost, P1", "no-doorbell, P5"})
    void shouldTellAWrongOrder(final String order, final String promise) throws IOException
    {
        final List<String> lines = lines("kvm-" + order);
        for (int seed = 1; seed <= SEEDS; seed++)
        {
            final List<String> told = played(lines, "ops.seed=" + seed, false);

            assertTrue(!told.isEmpty() && told.get(0).startsWith(promise), () -> order + told);
        }
    }

    /** An LPI is active once the guest has acknowledged it, and its event may come later than that. */
    @Test
    void shouldTellThatNothingIsActive() throws IOException
    {
        final List<String> lines = lines("kvm-active-lost");
        boolean isTold = false;
        for (int seed = 1; seed <= MANY && !isTold; seed++)
        {
            isTold = !played(lines, "ops.seed=" + seed, false).isEmpty();
        }

        assertTrue(isTold);
    }

    /** An event that is in the ITS or the IRS as the image is made has to arrive, too. */
    @Test
    void shouldTellAMessageThatIsOnItsWay() throws IOException
    {
        final List<String> lines = new ArrayList<>(lines("kvm-no-sync"));
        final int migrates = lines.indexOf("kvm migrate 0 order=no-sync");
        lines.removeIf(line -> lines.indexOf(line) > migrates && line.startsWith("msi"));
        int told = 0;
        for (int seed = 1; seed <= SEEDS; seed++)
        {
            final List<String> notices = played(lines, "ops.seed=" + seed, false);
            told += notices.isEmpty() ? 0 : 1;
        }

        assertTrue(told > 0, "an event is late under some seed");
        assertEquals(List.of(), played(lines, "ops.delay=0", false), "an event that arrives at once is not lost");
    }

    /** Returns the lines of a session, with its device's events enabled in time. */
    private static List<String> lines(final String name) throws IOException
    {
        final List<String> lines = new ArrayList<>();
        try (Stream<String> all = Files.lines(TRANSCRIPTS.resolve(name + ".gt")))
        {
            all.filter(line -> line.startsWith("> "))
                .forEach(line -> lines.add(line.substring(2).replaceAll(" *#.*", "")));
        }
        final int enabled = lines.indexOf("writel 0x08100080 0x1");
        assertTrue(enabled > 0, name);
        for (int i = 0; i < LATER; i++)
        {
            lines.add(enabled + 1, "clock_step 1");
        }

        return lines;
    }

    /** Plays lines, with others between the last ones of them if they are drawn, and returns the notices. */
    private static List<String> played(final List<String> lines, final String keys, final boolean isDrawn)
    {
        final SplittableRandom random = new SplittableRandom(keys.hashCode());
        final int begin = lines.lastIndexOf("clock_step 1");
        final List<String> told = new ArrayList<>();
        final ReplyBuffer reply = new ReplyBuffer();
        try (ProtocolSession session = new ProtocolSession(MachineTarget::create, reply))
        {
            say(session, "machine " + keys, told);
            for (int i = 0; i < lines.size(); i++)
            {
                say(session, lines.get(i), told);
                for (int more = isDrawn && i >= begin ? random.nextInt(4) : 0; more > 0; more--)
                {
                    say(session, DRAWN.get(random.nextInt(DRAWN.size())), told);
                }
            }
            session.scanAtEnd();
            take(session, told);
        }

        return told;
    }

    private static void say(final ProtocolSession session, final String line, final List<String> told)
    {
        final byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        session.execute(bytes, 0, bytes.length);
        take(session, told);
    }

    private static void take(final ProtocolSession session, final List<String> told)
    {
        session.notices().stream().map(SessionProof.Notice::line).forEach(told::add);
    }
}
