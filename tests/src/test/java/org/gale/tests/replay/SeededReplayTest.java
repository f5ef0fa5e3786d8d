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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Sessions of drawn software under seeds: each is the same when it is repeated, and when its journal is replayed. */
@Tag("M-ORD")
@Tag("P7")
class SeededReplayTest
{
    private static final int FEW = 4;
    private static final int MANY = Integer.getInteger("gale.seeds", 1000);
    private static final int LINES = 150;
    private static final String VERSION = "test";
    private static final List<String> BEGIN = List.of(
        "sysw 0 el1 ICC_CR0_EL1 1", "sysw 0 el1 ICC_PCR_EL1 31", "sysw 1 el1 ICC_CR0_EL1 1",
        "sysw 1 el1 ICC_PCR_EL1 31", "writel 0x08010080 1", "clock_step 1", "writel 0x08010190 0xe",
        "writeq 0x08010180 0x40100001", "writeq 0x40500018 0x4000000040510001", "writel 0x081000d0 8",
        "writeq 0x081000c0 0x40500000", "writel 0x08100080 1", "writel 0x08200080 1");
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

    @TempDir
    private Path directory;

    @Test
    void shouldReplayAFewSeeds()
    {
        check(FEW);
    }

    @Test
    @Tag("slow")
    void shouldReplayAThousandSeeds()
    {
        check(MANY);
    }

    private void check(final int seeds)
    {
        for (int seed = 1; seed <= seeds; seed++)
        {
            final Path journal = directory.resolve("journal-" + seed);
            final List<String> replies = play(seed, machine -> SessionJournal.create(journal, VERSION, machine));
            final StringWriter out = new StringWriter();

            assertEquals(replies, play(seed, machine -> CommandLog.NONE), "seed " + seed);
            assertEquals(0, GaleRun.of(out, out, "replay", journal.toString()), () -> out.toString());
        }
    }

    private static List<String> play(final int seed, final Function<Machine, CommandLog> logs)
    {
        final Random random = new Random(seed);
        final ReplyBuffer reply = new ReplyBuffer();
        final List<String> replies = new ArrayList<>();
        try (ProtocolSession session = new ProtocolSession(words -> MachineTarget.create(words, logs), reply))
        {
            execute(session, reply, replies, "machine pes=2 ops.seed=" + seed);
            BEGIN.forEach(line -> execute(session, reply, replies, line));
            for (int i = 0; i < LINES; i++)
            {
                execute(session, reply, replies,
                    String.format(LATER[random.nextInt(LATER.length)], random.nextInt(9) + 1));
            }
            execute(session, reply, replies, "digest");
            execute(session, reply, replies, "stats");
        }

        return replies;
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
