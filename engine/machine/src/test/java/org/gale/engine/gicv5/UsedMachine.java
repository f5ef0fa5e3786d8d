package org.gale.engine.gicv5;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
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

    /** Software, or null of a machine that wild commands alone use. */
    private final RandomSoftware software;
    private final Rig rig;
    private final RandomSource random;
    private boolean isUp;
    private boolean isWild;
    private boolean isRestored;
    private int taken;

    private UsedMachine(final long seed, final String delay)
    {
        software = delay.isEmpty() ? new RandomSoftware(seed, RAM_BYTES, true) : null;
        rig = delay.isEmpty() ? software.rig() : new Rig(RandomBoard.keys(new RandomSource(seed), RAM_BYTES) + delay);
        random = delay.isEmpty() ? software.random() : new RandomSource(seed);
    }

    Gicv5Machine machine()
    {
        return rig.machine();
    }

    @Override
    public void close()
    {
        rig.close();
    }

    private void bringUp(final SplittableRandom choice)
    {
        isUp = true;
        isWild = software == null || choice.nextBoolean();
        if (software != null)
        {
            software.bringUp();
            return;
        }
        for (int vm = 0; vm < 4; vm++)
        {
            rig.describeVm(vm, Rig.RAM + 0x10_0000 + vm * 64L, 2, Ist.linear(Rig.RAM + 0x12_0000, 6), null);
        }
        rig.vmTable();
    }

    /** Driver of the machine of a seed, with keys of delays, whose image is taken after a command of its software. */
    record Driver(long seed, String delay, Set<String> rare, AtomicReference<UsedMachine> last)
        implements SavedCase<UsedMachine>
    {
        Driver(final long seed, final String delay, final Set<String> rare)
        {
            this(seed, delay, rare, new AtomicReference<>());
        }

        @Override
        public UsedMachine make()
        {
            return new UsedMachine(seed, delay);
        }

        @Override
        public String step(final UsedMachine used, final SplittableRandom random)
        {
            return used.isRestored ? repeat(used, last.get()) : use(used, random);
        }

        private String use(final UsedMachine used, final SplittableRandom random)
        {
            last.set(used);
            used.taken = used.rig.tapeLength();
            used.machine().outputs().clear();                       // a step may have no command
            if (!used.isUp)
            {
                used.bringUp(random);
            }
            used.random.reseed(random.nextLong());
            if (used.isWild)
            {
                wild(used.rig, used.random);
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
            final DirectBuffer tape = used.rig.tape();
            for (int at = used.taken; at < used.rig.tapeLength();)
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

        /** Returns whether a field is used: with delays, those of what comes later are. */
        @Override
        public boolean isAsked(final String field)
        {
            return !rare.contains(field) && (delay.isEmpty() || field.matches("(Links|Delay|EventPipe).*"));
        }

        /** Returns false for counts of effects that come later, which the digest leaves out. */
        @Override
        public boolean isDigested(final String field)
        {
            return !field.matches("DelayedOperations\\.ignored|EventPipe\\.(taken|passed)");
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
