package org.gale.tests.replay;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.machine.Machine;
import org.gale.engine.script.CommandLog;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;
import org.gale.engine.script.SessionJournal;

/** Sessions of drawn software under seeds, of an operating system and of a hypervisor with a guest. */
final class SeededSessions
{
    private static final int LINES = 150;
    /** Commands after which nothing waits for a register. */
    private static final int STEPS = 17;
    private static final String VERSION = "test";
    private static final List<String> BEGIN = List.of(
        "sysw 0 el1 ICC_CR0_EL1 1", "sysw 0 el1 ICC_PCR_EL1 31", "sysw 1 el1 ICC_CR0_EL1 1",
        "sysw 1 el1 ICC_PCR_EL1 31", "writel 0x08010080 1", "clock_step 1", "writel 0x08010190 0xe",
        "writeq 0x08010180 0x40100001", "writeq 0x40500018 0x4000000040510001", "writel 0x081000d0 8",
        "writeq 0x081000c0 0x40500000", "writel 0x08100080 1", "writel 0x08200080 1");
    /** Makes VM 1 with a VPE, LPIs, and an event of one of them. */
    private static final List<String> GUEST = List.of(
        "writel 0x08010210 8", "writeq 0x08010200 0x40600001", "steps", "writeq 0x40600028 0x0800000040610000",
        "writeq 0x40600030 0x7000000040620000", "writeq 0x080102c8 0x8000000000000001", "steps",
        "writeq 0x080102d0 0x8000000140000000", "steps", "writeq 0x40610000 0x40630000",
        "writeq 0x080102e0 0x8000000100000000", "steps", "writeq 0x40510028 0x00000001c0000005",
        "sysw 1 el2 ICH_CONTEXTR_EL2 0x8000000000000001", "sysw 1 vel1 ICC_CR0_EL1 1", "sysw 1 vel1 ICC_PCR_EL1 31",
        "insn 1 vel1 CDEN 0x40000005", "insn 1 vel1 GSBSYS", "msi 0 3 5", "digest");
    private static final String[] LATER = {
        "msi 0 3 %d", "msi 0 3 %d", "msi 0 4 %d", "insn 0 el1 CDEN 0x4000000%d", "insn 1 el1 CDDIS 0x4000000%d",
        "insn 0 el1 CDPEND 0x14000000%d", "insn 0 el1 CDAFF 0x4000000%d", "insn 0 el1 CDIA", "insn 1 el1 CDIA",
        "insn 0 el1 CDEOI", "insn 1 el1 CDEOI", "insn 0 el1 CDDI 0x4000000%d", "insn 0 el1 GSBSYS",
        "insn 0 el1 GSBACK", "insn 0 el1 CDRCFG 0x4000000%d", "writel 0x08020000 %d", "spi %d 1", "spi %d 0",
        "wire 0 %d 1", "wire 0 %d 0", "writel 0x08202000 0x%d", "writeq 0x4051000%d 0x80000001",
        "writel 0x08100108 %d", "writeq 0x08100100 %d", "writel 0x0810010c 0x80000000", "writel 0x08100110 0x80000008",
        "writeq 0x08100140 0x8000000000000003", "writel 0x080100c0 0x80000000", "writel 0x08010108 %d",
        "writel 0x08010114 1", "readl 0x08100120", "readl 0x08010118", "clock_step 1", "readq 0x080103c0",
        "readq 0x401000%d0", "writel 0x401000%d0 0x5a5a5a5a", "write 0x40100010 4 0x0%d000000",
        "writel 0x08204000 0x%d", "writel 0x08010180 0x40100000", "writel 0x08010180 0x40100001"};
    private static final String[] OF_GUEST = {
        "msi 0 3 5", "msi 0 3 5", "insn 1 vel1 CDIA", "insn 1 vel1 CDIA", "insn 1 vel1 CDEOI",
        "insn 1 vel1 CDDI 0x4000000%d", "insn 1 vel1 GSBACK", "insn 1 vel1 GSBSYS", "insn 1 vel1 CDDIS 0x4000000%d",
        "insn 1 vel1 CDEN 0x4000000%d", "insn 0 el2 VDPEND 0x800000014000000%d", "sysw 1 el2 ICH_CONTEXTR_EL2 0",
        "sysw 1 el2 ICH_CONTEXTR_EL2 0x8000000000000001", "read 0x40100000 256", "read 0x40620000 64",
        "readl 0x4062001%d", "writeq 0x08010300 0xc000000000000001", "clock_step 1"};

    private SeededSessions()
    {
    }

    /** Prints a line for each seed of 1 to N whose journal lies in a directory: DIR N. */
    public static void main(final String[] args)
    {
        for (int seed = 1; seed <= Integer.parseInt(args[1]); seed++)
        {
            System.out.println(again(seed, journal(Path.of(args[0]), seed)));
        }
    }

    /** Returns where the journal of a seed lies. */
    static Path journal(final Path directory, final int seed)
    {
        return directory.resolve("journal-" + seed);
    }

    /** Plays a session with a journal. */
    static List<String> play(final int seed, final Path journal)
    {
        return play(seed, machine -> SessionJournal.create(journal, VERSION, machine));
    }

    /** Plays a session again, replays its journal, and returns what came of both: a digest, and 0. */
    static String again(final int seed, final Path journal)
    {
        final StringWriter out = new StringWriter();
        final List<String> replies = play(seed, machine -> CommandLog.NONE);

        return line(seed, replies, GaleRun.of(out, out, "replay", journal.toString()));
    }

    /** Returns the line of a session. */
    static String line(final int seed, final List<String> replies, final int exitCode)
    {
        return "seed " + seed + ": " + replies.hashCode() + ' ' + exitCode + ' ' + replies.get(replies.size() - 2)
            .strip();
    }

    private static List<String> play(final int seed, final Function<Machine, CommandLog> logs)
    {
        final Random random = new Random(seed);
        final boolean hasGuest = (seed & 1) == 0;
        final ReplyBuffer reply = new ReplyBuffer();
        final List<String> replies = new ArrayList<>();
        try (ProtocolSession session = new ProtocolSession(words -> MachineTarget.create(words, logs), reply))
        {
            execute(session, reply, replies, "machine pes=2 ops.seed=" + seed);
            BEGIN.forEach(line -> execute(session, reply, replies, line));
            if (hasGuest)
            {
                GUEST.forEach(line -> begin(session, reply, replies, line));
            }
            for (int i = 0; i < LINES; i++)
            {
                final String[] lines = hasGuest && random.nextBoolean() ? OF_GUEST : LATER;
                execute(session, reply, replies, String.format(lines[random.nextInt(lines.length)],
                    random.nextInt(9) + 1));
            }
            execute(session, reply, replies, "digest");
            execute(session, reply, replies, "stats");
        }

        return replies;
    }

    private static void begin(
        final ProtocolSession session, final ReplyBuffer reply, final List<String> replies, final String line)
    {
        final boolean isSteps = line.equals("steps");
        for (int i = 0; i < (isSteps ? STEPS : 1); i++)
        {
            execute(session, reply, replies, isSteps ? "clock_step 1" : line);
        }
    }

    private static void execute(
        final ProtocolSession session, final ReplyBuffer reply, final List<String> replies, final String line)
    {
        final byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        reply.clear();
        session.execute(bytes, 0, bytes.length);
        session.beforeReplies();
        replies.add(line + ": " + reply.text(0));
    }
}
