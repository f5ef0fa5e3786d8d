package org.gale.engine.gicv4;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.gale.engine.function.FrontEnd;
import org.gale.engine.machine.Outputs;
import org.gale.engine.support.SavedCase;
import org.gale.engine.support.StateCase;
import org.gale.engine.support.StateImage;
import org.gale.tables.memory.StateReader;

/** GICv4 machine whose host and guests act by random lines. */
final class UsedHost implements AutoCloseable
{
    private static final int LINES_OF_BEGIN = 22;
    /** Fields that mistakes alone change, and those that are set when a machine is brought up. */
    private static final Set<String> NEVER = Set.of("Account.acknowledgedInventions", "Account.inventedCount",
        "Account.isCarrying", "Account.lostCount", "Account.withdrawnUnmapped", "MigrationMistakes.acted",
        "MigrationMistakes.isAsked", "PrecopyLog.counted", "PrecopyLog.pages", "PrecopyLog.sent",
        "PrecopyLog.values", "PrecopyLog.vmAndPasses", "WordList.size", "ItsCommandQueue.queueAddress",
        "ItsCommandQueue.queueBytes", "Redistributor.queriedSgis", "V4Its.enabled", "V4Vm.hasHardwareSgis");
    /** Fields that version 4.0 alone changes, whose swaps have gaps and store a pending bit afterwards. */
    private static final Set<String> OF_VERSION_40 = Set.of("Vlpi.allowance", "Vlpi.isPrecaution", "Vlpi.locked",
        "Vlpi.spurious", "Account.redelivered", "Redistributor.vpropbaser", "Transition.gap");

    /** Orders of migrations after which no machine has lost or invented anything of its own. */
    private static final int[] ORDERS = {0, 0, 7, 9};

    private final V4Rig rig;

    UsedHost(final String keys)
    {
        rig = new V4Rig(keys, 1 << 24);
    }

    V4Rig rig()
    {
        return rig;
    }

    /** Makes the VMs, and maps their events. */
    UsedHost up()
    {
        RandomGuests.lines(new SplittableRandom(1), LINES_OF_BEGIN).forEach(rig::line);

        return this;
    }

    String step(final SplittableRandom random)
    {
        if (rig.host().vmCount() == 0)
        {
            up();
        }
        final String line = random.nextInt(40) == 0 ? "fail " + (1 + random.nextInt(3)) + " 1" :
            RandomGuests.line(random);
        final String answer = rig.line(line);

        return (answer.matches("FAIL.*|OK -(EBUSY|EINVAL|ENOENT)") ? StateCase.REFUSED + ' ' : "") + line + ": " +
            answer;
    }

    /** Migrates VMs, between other lines. The newest VM is the one that the lines name. */
    String migrate(final SplittableRandom random)
    {
        if (rig.host().vmCount() == 0)
        {
            rig.line("create_vm 3");
        }
        final int vm = rig.host().vmCount() - 1;
        final int event = random.nextInt(4);
        final String line = switch (random.nextInt(14))
        {
            case 0 -> "map " + vm + " 1 " + event + " " + random.nextInt(3) + " " + (8192 + event);
            case 1 -> "config " + vm + " " + (8192 + event) + " 64 1";
            case 2 -> "enable " + vm + " " + random.nextInt(3);
            case 3 -> (random.nextBoolean() ? "load " : "block ") + vm + " " + random.nextInt(3);
            case 4 -> "migrate " + vm + " " + ORDERS[random.nextInt(ORDERS.length)] + " " +
                (random.nextInt(3) == 0 ? 3 + 2 * random.nextInt(2) : 0);
            case 5 -> "restore_data " + random.nextInt(9) + " " + random.nextInt(3) + " 1 0 1 0 7";
            case 6 -> random.nextBoolean() ? "precopy " + vm : "ack " + vm + " " + random.nextInt(3);
            case 7, 8, 9 -> "msi 1 " + event;
            default -> "step";
        };

        return line + ": " + rig.line(line.startsWith("load") ? line + " " + random.nextInt(3) : line);
    }

    @Override
    public void close()
    {
        rig.close();
    }

    /** Driver of the machine of some keys, or of its host alone. */
    record Driver(String keys, boolean isWhole) implements SavedCase<UsedHost>
    {
        @Override
        public UsedHost make()
        {
            return new UsedHost(keys);
        }

        @Override
        public String step(final UsedHost used, final SplittableRandom random)
        {
            return used.step(random);
        }

        @Override
        public Object root(final UsedHost used)
        {
            return isWhole ? used.rig.machine() : used.rig.host();
        }

        @Override
        public long[] save(final UsedHost used)
        {
            return StateImage.of(used.rig.machine()).words();
        }

        @Override
        public void restore(final UsedHost fresh, final long[] words)
        {
            fresh.rig.machine().restore(new StateReader(StateImage.source(words, 1 << 13)));
        }

        @Override
        public long digest(final UsedHost used)
        {
            return used.rig.machine().runDigest();
        }

        @Override
        public Set<String> rare()
        {
            final Set<String> rare = new HashSet<>(NEVER);
            rare.addAll(keys.contains("4.1") ? OF_VERSION_40 : Set.of());

            return rare;
        }

        @Override
        public Set<Class<?>> leftOut()
        {
            return isWhole ? Set.of(FrontEnd.class) : Set.of(Outputs.class);
        }

        /** Returns false for accounts and routes, which the digest of such a machine leaves out. */
        @Override
        public boolean isDigested(final String field)
        {
            return !field.matches("(Account|RouteTally|Messages)\\..*");
        }

        @Override
        public void close(final UsedHost used)
        {
            used.close();
        }
    }
}
