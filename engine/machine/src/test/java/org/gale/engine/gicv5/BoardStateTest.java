package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.FrameRegister;
import org.gale.engine.machine.RegisterFrame;
import org.gale.engine.support.StateImage;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the state of boards, and of software that writes anything to any frame. A failure prints the seed. */
class BoardStateTest
{
    private static final int CHUNK_WORDS = 64;
    private static final int STEPS = 900;
    private static final int RAM_BYTES = 0x200_0000;
    private static final SystemRegister[] REGISTERS = {
        SystemRegister.ICC_CR0_EL1, SystemRegister.ICC_PCR_EL1, SystemRegister.ICH_CONTEXTR_EL2,
        SystemRegister.ICH_VMCR_EL2, SystemRegister.ICC_APR_EL1, SystemRegister.ICC_PPI_SPENDR0_EL1,
    };
    private static final GicInstruction[] INSTRUCTIONS = {
        GicInstruction.CDAFF, GicInstruction.CDEN, GicInstruction.CDPEND, GicInstruction.CDPRI, GicInstruction.CDDIS,
        GicInstruction.CDDI, GicInstruction.CDRCFG, GicInstruction.VDPEND, GicInstruction.VDAFF, GicInstruction.VDEN,
        GicInstruction.GSBSYS, GicInstruction.CDIA, GicInstruction.CDEOI,
    };

    @Tag("P7")
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldGoOnFromAnySavedState(final long seed)
    {
        try (RandomSoftware software = new RandomSoftware(seed, RAM_BYTES, true))
        {
            software.bringUp();
            goOn(software.rig(), software.random(), software::step, "seed " + seed);
        }
    }

    /** Checks P7 and P9 for software that keeps to no rule. */
    @Tag("P9")
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void shouldTakeAnythingInAnyFrame(final long seed)
    {
        final RandomSource random = new RandomSource(seed);
        final String delay = List.of("", " ops.delay=1", " ops.delay=9", " ops.delay=4 ops.order=1", " its.cache=eager")
            .get(random.below(5));
        try (Rig rig = new Rig(RandomBoard.keys(random, RAM_BYTES) + delay))
        {
            for (int vm = 0; vm < 4; vm++)
            {
                rig.describeVm(vm, Rig.RAM + 0x10_0000 + vm * 64L, 2, Ist.linear(Rig.RAM + 0x12_0000, 6), null);
            }
            rig.vmTable();

            goOn(rig, random, () -> wild(rig, random), "seed " + seed);

            Replays.assertSameDigest(rig, seed);
        }
    }

    /** Issues a command that keeps to no rule, which is drawn. */
    static void wild(final Rig rig, final RandomSource random)
    {
        final int pe = random.below(rig.machine().config().pes());
        final int id = random.below(64);
        final int intid = random.coin() ? Rig.lpi(id) : Rig.spi(id);
        switch (random.below(9))
        {
            case 0, 1, 2, 3 -> register(rig, random);
            case 8 -> rig.msiLong(random.below(2), random.below(80), random.below(64));
            case 4 -> rig.insn(pe, Rig.EL2, INSTRUCTIONS[random.below(INSTRUCTIONS.length)],
                random.oneIn(8) ? random.any() : (long)random.below(40) << 32 | intid);
            case 5 -> rig.sysw(pe, Rig.EL2, REGISTERS[random.below(REGISTERS.length)],
                random.coin() ? random.any() : random.below(8) | (random.coin() ? 1L << 63 : 0));
            case 6 -> rig.wire(random.coin() ? Commands.WIRE_IWB : Commands.WIRE_SPI, random.below(3), id,
                random.coin());
            default -> rig.store(Rig.RAM + 8L * random.below(0x3_0000), 8,
                random.coin() ? random.any() : Rig.RAM + 0x1000L * random.below(64) | 1);
        }
    }

    private static void register(final Rig rig, final RandomSource random)
    {
        final List<RegisterFrame> frames = rig.machine().frames().all();
        final RegisterFrame frame = frames.get(random.below(frames.size()));
        final List<FrameRegister> registers = frame.registers().registers();
        final FrameRegister register = registers.get(random.below(registers.size()));
        final long value = switch (random.below(4))
        {
            case 0 -> random.any();
            case 1 -> random.below(70);
            case 2 -> Rig.RAM + 0x1000L * random.below(64) | 1;
            default -> 1L << 63 | (long)random.below(4) << 32 | random.below(4) | 2L << 29;
        };
        rig.store(frame.base() + register.offset(), register.isWide() && random.coin() ? 8 : 4, value);
    }

    private static void goOn(final Rig rig, final RandomSource random, final Runnable nextStep, final String message)
    {
        final List<StateImage> images = new ArrayList<>();
        final List<Integer> places = new ArrayList<>();
        for (int step = 0; step < STEPS; step++)
        {
            nextStep.run();
            if (random.oneIn(STEPS / 5))
            {
                images.add(StateImage.of(rig.machine(), 1 + random.below(CHUNK_WORDS)));
                places.add(rig.tapeLength());
            }
        }
        for (int i = 0; i < images.size(); i++)
        {
            MachineStateTest.assertGoesOn(rig, images.get(i), places.get(i), CHUNK_WORDS, message + ", image " + i);
        }
    }
}
