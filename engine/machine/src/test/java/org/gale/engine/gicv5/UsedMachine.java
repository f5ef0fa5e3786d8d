package org.gale.engine.gicv5;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.gale.engine.function.FrontEnd;
import org.gale.engine.machine.Outputs;
import org.gale.engine.support.SavedCase;
import org.gale.engine.support.StateImage;
import org.gale.tables.memory.StateReader;
import org.gale.tables.register.SystemRegister;

/**
 * Machine that random software uses, or that was restored and takes the commands which another one has taken before
 * it.
 */
final class UsedMachine implements AutoCloseable
{
    private static final int RAM_BYTES = 0x200_0000;
    /** Registers that a hypervisor writes. */
    private static final SystemRegister[] REGISTERS = Stream.of(SystemRegister.values())
        .filter(register -> register.name().matches("ICH_(?!HPPIR).*|ICC_PPI_[CSEP].*|ICC_ICSR_.*"))
        .toArray(SystemRegister[]::new);

    private static final Set<String> RARE = Set.of("Account.acknowledgedInventions", "Account.inventedCount",
        "Account.lostCount", "Links.ignored", "Links.waiting", "Iwb.raised");

    private final RandomSoftware software;
    private boolean isUp;
    private boolean isWild;
    private boolean isRestored;
    private int taken;

    private UsedMachine(final long seed, final boolean isOfBoard)
    {
        software = new RandomSoftware(seed, RAM_BYTES, isOfBoard);
    }

    Gicv5Machine machine()
    {
        return software.rig().machine();
    }

    @Override
    public void close()
    {
        software.close();
    }

    /** Driver of the machine of a seed, whose image is taken after a command of its software. */
    record Driver(long seed, boolean isOfBoard, UsedMachine[] last) implements SavedCase<UsedMachine>
    {
        Driver(final long seed, final boolean isOfBoard)
        {
            this(seed, isOfBoard, new UsedMachine[1]);
        }

        @Override
        public UsedMachine make()
        {
            return new UsedMachine(seed, isOfBoard);
        }

        @Override
        public String step(final UsedMachine used, final SplittableRandom random)
        {
            return used.isRestored ? repeat(used, last[0]) : use(used, random);
        }

        private String use(final UsedMachine used, final SplittableRandom random)
        {
            last[0] = used;
            used.taken = used.software.rig().tapeLength();
            used.machine().outputs().clear();                       // a step may have no command
            if (!used.isUp)
            {
                used.isUp = true;
                used.isWild = isOfBoard && random.nextBoolean();
                used.software.bringUp();
            }
            used.software.random().reseed(random.nextLong());
            if (used.isWild)
            {
                wild(used.software.rig(), used.software.random());
            }
            else if (random.nextInt(12) == 0)
            {
                used.software.control(random.nextInt(used.machine().config().pes()));
            }
            else
            {
                used.software.step();
            }

            return text(used.machine());
        }

        private static void wild(final Rig rig, final RandomSource random)
        {
            final int pe = random.below(rig.machine().config().pes());
            switch (random.below(4))
            {
                case 0 -> rig.sysw(pe, Rig.EL2,
                    REGISTERS[random.below(REGISTERS.length)], random.coin() ? random.any() : -1);
                case 1 -> rig.ppi(pe, random.below(32), random.coin());
                default -> BoardStateTest.wild(rig, random);
            }
        }

        private static String repeat(final UsedMachine restored, final UsedMachine used)
        {
            restored.machine().outputs().clear();
            final DirectBuffer tape = used.software.rig().tape();
            for (int at = used.taken; at < used.software.rig().tapeLength();)
            {
                restored.machine().outputs().clear();
                at = restored.machine().apply(tape, at);
            }

            return text(restored.machine());
        }

        private static String text(final Gicv5Machine machine)
        {
            final Outputs outputs = machine.outputs();
            final StringBuilder text = new StringBuilder("commands ").append(machine.commandCount());
            for (int i = 0; i < outputs.words(); i++)
            {
                text.append(' ').append(Long.toHexString(outputs.word(i)));
            }

            return text.toString();
        }

        @Override
        public int steps()
        {
            return 500;
        }

        @Override
        public Object root(final UsedMachine used)
        {
            return used.machine();
        }

        @Override
        public long[] save(final UsedMachine used)
        {
            return StateImage.of(used.machine()).words();
        }

        @Override
        public void restore(final UsedMachine fresh, final long[] words)
        {
            fresh.isRestored = true;
            fresh.machine().restore(new StateReader(StateImage.source(words, 1 << 13)));
        }

        @Override
        public long digest(final UsedMachine used)
        {
            return used.machine().runDigest();
        }

        /** Returns what only mistakes have, and what only delays, levels of an IWB and virtual 1ofN have. */
        @Override
        public Set<String> rare()
        {
            return RARE;
        }

        @Override
        public Set<Class<?>> leftOut()
        {
            return Set.of(FrontEnd.class);
        }

        @Override
        public void close(final UsedMachine used)
        {
            used.close();
        }
    }
}
