package org.gale.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.CommandException;
import org.gale.engine.command.KvmAttr;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.machine.Machine;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * HOST commands and lines of any contents (P9), beside a VM that they do not name (P3). A command that names nothing is
 * refused and changes nothing; every other one is answered by an errno. A failure prints the seed.
 */
class KvmHostileTest
{
    private static final int COMMANDS = 12_000;
    private static final int LINES = 6_000;
    private static final int DIGEST_EVERY = 64;
    private static final int GUEST_EVERY = 4;
    private static final int VERB_LIMIT = 32;
    private static final int NEIGHBOUR = 0;
    private static final long[] OPERANDS = {
        0, 1, 2, 3, 7, 14, 16, 31, 32, 64, 1023, 1024, 0xffff, 0x1_0000, -1, Long.MIN_VALUE, Integer.MAX_VALUE,
        0x4000_0000L, 0x5fff_f000L, 0x7fff_fff8L, 0x8000_0000L, 0x9000_0001L, 0xffff_ffffL, 1L << 40, 1L << 55,
    };
    private static final int[] FRAME_OFFSETS = {
        0, 0x4, 0x80, 0x84, 0x108, 0x114, 0x118, 0x140, 0x144, 0x148, 0x180, 0x184, 0x190, 0x194, 0x1_0000, 0x1_fffc,
    };
    private static final int[] GROUPS = {
        KvmAttr.ADDR, KvmAttr.NR_IRQS, KvmAttr.CTRL, KvmAttr.CPU_SYSREGS, KvmAttr.IRS_REGS, KvmAttr.IST, 2, -1,
    };
    private static final String[] WORDS = {
        "0", "1", "2", "3", "4", "0xffffffffffffffff", "18446744073709551616", "99999999999", "-1", "x", "@a", "null",
        "bad", "IST", "CTRL", "INIT", "IRS_REGS", "CPU_SYSREGS", "0:ICC_APR_EL1", "9:ICC_APR_EL1", "IST_BASER",
        "vgic-v5", "test", "cpu", "spi", "ppi", "r", "w", "VPED", "VMTE_MAKE_INVALID", "pages", "0x80", "0x180", "8",
    };
    private static final String[] VERBS = {
        "create_vm", "create_vcpu", "create_device", "has_attr", "get_attr", "set_attr", "irq_line", "line", "run",
        "exit", "put", "block", "pending", "woken", "mmio", "command", "fail", "save", "restore", "destroy_vm",
        "leaks", "map_ppi", "unmap_ppi", "nothing",
    };

    private final KvmRig rig = new KvmRig();
    private final UnsafeBuffer words = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("P3")
    @Tag("P5")
    @Tag("P9")
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldAnswerAnyWordsOfTheFamily(final long seed)
    {
        answerAnyWords(seed, false);
    }

    /** Answers any words while links of PEs 0 to 2 fall and rise, and IRSEN of their IRS toggles. */
    @Tag("P5")
    @Tag("P9")
    @Tag("M-LINKDOWN")
    @Tag("M-LINKINS")
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33, 34, 35, 103, 117, 118})
    void shouldAnswerAnyWordsOnABoard(final long seed)
    {
        rig.all("machine irss=2 itss=2 irs.pes=0-2 irs.1.pes=3 iaffids=7,300,0,2 link=up strict=1" +
            List.of(" ops.delay=3", " ops.delay=2 ops.order=1", "").get((int)(seed % 3)));

        answerAnyWords(seed, true);
    }

    private void answerAnyWords(final long seed, final boolean isBoard)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        neighbour();
        rig.initialised(4);
        final Machine machine = rig.machine();
        int executed = 0;
        for (int i = 0; i < COMMANDS; i++)
        {
            if (i % GUEST_EVERY == 0)
            {
                guest(random);
            }
            if (isBoard && i % GUEST_EVERY == 1)
            {
                gates(random);
            }
            fill(random);
            final boolean checksDigest = i % DIGEST_EVERY == 0;
            final long before = checksDigest ? machine.digest() : 0;
            try
            {
                machine.apply(words, 0);
                executed++;
            }
            catch (final CommandException ex)
            {
                assertEquals(before, checksDigest ? machine.digest() : 0, "seed " + seed + ", command " + i);
            }
            machine.outputs().clear();
            assertNull(machine.unsettled(), "seed " + seed + ", command " + i);
        }

        assertTrue(executed > COMMANDS / (isBoard ? 16 : 8), "only " + executed + " commands, seed " + seed);
        assertSound(seed);
    }

    @Tag("P9")
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12})
    void shouldAnswerAnyLine(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        neighbour();
        for (int i = 0; i < LINES; i++)
        {
            final StringBuilder line = new StringBuilder("kvm ").append(VERBS[random.nextInt(VERBS.length)]);
            final int count = random.nextInt(7);
            for (int word = 0; word < count; word++)
            {
                final String text = WORDS[random.nextInt(WORDS.length)];
                line.append(' ').append(word == 0 && text.equals("0") ? "1" : text);
            }

            final String answer = rig.ask(line.toString());

            assertTrue(answer.startsWith("OK") || answer.startsWith("FAIL"), () -> line + ": " + answer);
        }

        assertSound(seed);
    }

    /** Creates a VM that no random command names, with a vCPU on PE 3. */
    private void neighbour()
    {
        assertEquals(NEIGHBOUR, rig.initialised(2));
        rig.run(NEIGHBOUR, 0, 3);
        rig.all("insn 3 vel1 CDEN 0x60000001");
    }

    private void assertSound(final long seed)
    {
        rig.assertSound("seed " + seed);
        rig.all("kvm irq_line 0 spi 0 1 1");
        rig.expect("OK 0x0000000160000001", "insn 3 vel1 CDIA");
    }

    /** Has a guest, if there is one on a PE, accept every priority, enable an SPI or take an interrupt. */
    private void guest(final SplittableRandom random)
    {
        final int pe = random.nextInt(3);
        switch (random.nextInt(4))
        {
            case 0 -> rig.ask("sysw " + pe + " vel1 ICC_PCR_EL1 0x1f");
            case 1 -> rig.ask("sysw " + pe + " vel1 ICC_CR0_EL1 1");
            case 2 -> rig.ask("insn " + pe + " vel1 CDEN 0x6000000" + random.nextInt(3));
            default -> rig.ask("insn " + pe + " vel1 CDIA");
        }
    }

    private void gates(final SplittableRandom random)
    {
        final int pe = random.nextInt(3);
        switch (random.nextInt(8))
        {
            case 0, 1 -> rig.ask("sysw " + pe + " el1 ICC_CR0_EL1 1");
            case 2 -> rig.ask("writel 0x8010080 " + random.nextInt(2));
            default -> rig.ask("sysw " + pe + " el1 ICC_CR0_EL1 3");
        }
    }

    /** Writes a HOST command of the family, or of another one. Neither the neighbour nor its PE is named. */
    private void fill(final SplittableRandom random)
    {
        final int length = 2 + random.nextInt(CommandWord.WORD_LIMIT - 1);
        final int verb = random.nextInt(VERB_LIMIT);
        final int family = random.nextInt(50) == 0 ? random.nextInt(256) : KvmVerb.FAMILY;
        final long modifier = random.nextBoolean() ? random.nextInt(9) :
            random.nextBoolean() ? KvmAttr.GIVEN | (Math.max(0, length - 3L) << KvmAttr.COUNT_SHIFT) :
            random.nextInt(512);
        final long vm = random.nextInt(20) == 0 ? (random.nextInt() & 0xffff_ffffL) | 0x1_0000 : 1 + random.nextInt(6);
        words.putLong(0, ((long)CommandWord.HOST << 60) | ((long)length << CommandWord.WORDS_SHIFT) |
            ((long)family << 48) | ((long)verb << 40) | modifier);
        words.putLong(8, (vm << 32) | argument(random, verb));
        for (int i = 2; i < CommandWord.WORD_LIMIT; i++)
        {
            words.putLong(i << 3, OPERANDS[random.nextInt(OPERANDS.length)]);
        }
    }

    private static long argument(final SplittableRandom random, final int verb)
    {
        final boolean isAttr = verb >= 4 && verb <= 6;
        final boolean isAccess = verb == 15 || verb == 16;
        if (isAttr)
        {
            return GROUPS[random.nextInt(GROUPS.length)] & 0xffff_ffffL;
        }
        if (isAccess)
        {
            return FRAME_OFFSETS[random.nextInt(FRAME_OFFSETS.length)];
        }
        final long vcpu = random.nextInt(30) == 0 ? 0xffff : random.nextInt(5);
        final long low = random.nextInt(20) == 0 ? 0xffff : random.nextInt(10) == 0 ? 4 + random.nextInt(60) :
            random.nextInt(3);

        return (vcpu << 16) | low;
    }
}
