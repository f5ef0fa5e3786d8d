package org.gale.engine.gicv4;

import java.util.Set;
import java.util.SplittableRandom;
import org.gale.engine.gicv4.V4FaultInjection.Point;
import org.gale.engine.machine.MachineRoles;
import org.gale.engine.support.SavedCase;
import org.gale.engine.support.StateCase;
import org.gale.engine.support.StateHarness;
import org.gale.engine.support.StateRole;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields of a host that saves, restores and gives back. */
class HostFieldsTest
{
    private static final String KEYS = "version=4.1 cpus=3 lpi_bits=14 vpeid_bits=3";

    @ParameterizedTest(name = "version {0}")
    @ValueSource(strings = {"4.0", "4.1"})
    void shouldBeAsSavedWhenRestored(final String version)
    {
        final String keys =
            "version=" + version + " cpus=3 lpi_bits=14" + (version.equals("4.1") ? " vpeid_bits=2" : "");

        new StateHarness<>(MachineRoles.ROLES, "state", StateRole.SAVED, new UsedHost.Driver(keys, true))
            .rounds(6).twins(2).checkSaved();
    }

    @Tag("M-MIG")
    @Test
    void shouldBeAsSavedWhileAVmMigrates()
    {
        new StateHarness<>(MachineRoles.ROLES, "state", StateRole.SAVED, new Migrating(new UsedHost.Driver(KEYS, true)))
            .rounds(4).twins(1).checkSaved();
    }

    @Test
    void shouldBeAsBeforeWhenALineIsRefused()
    {
        new StateHarness<>(MachineRoles.ROLES, "refused", StateRole.KEPT,
            new UsedHost.Driver(KEYS, false)).rounds(6).checkRefused();
    }

    /** Compares a vCPU whose DISABLE failed with one that has just become direct. */
    @Tag("V4-P-D11")
    @Test
    void shouldBeAsANewDirectVcpuWhenADisableIsGivenBack()
    {
        new StateHarness<>(MachineRoles.ROLES, "giveBack", StateRole.KEPT, new GivenBack()).rounds(8).check();
    }

    /** Machine whose VMs migrate; the fields of its other parts are those of the first test. */
    private record Migrating(UsedHost.Driver driver) implements SavedCase<UsedHost>
    {
        @Override
        public UsedHost make()
        {
            return driver.make();
        }

        @Override
        public String step(final UsedHost used, final SplittableRandom random)
        {
            return used.migrate(random);
        }

        @Override
        public Object root(final UsedHost used)
        {
            return driver.root(used);
        }

        @Override
        public long[] save(final UsedHost used)
        {
            return driver.save(used);
        }

        @Override
        public void restore(final UsedHost fresh, final long[] words)
        {
            driver.restore(fresh, words);
        }

        @Override
        public long digest(final UsedHost used)
        {
            return driver.digest(used);
        }

        @Override
        public Set<Class<?>> leftOut()
        {
            return driver.leftOut();
        }

        @Override
        public boolean isAsked(final String field)
        {
            return field.matches(
                "(V4Migration|PrecopyLog|VcpuPlaces|V4Vm\\.(guestTable|birth)|Account\\.isCarrying).*");
        }

        @Override
        public boolean isDigested(final String field)
        {
            return driver.isDigested(field);
        }

        @Override
        public void close(final UsedHost used)
        {
            used.close();
        }
    }

    private static final class GivenBack implements StateCase<UsedHost>
    {
        @Override
        public UsedHost make()
        {
            return new UsedHost(KEYS).up();
        }

        @Override
        public String step(final UsedHost used, final SplittableRandom random)
        {
            return used.step(random);
        }

        /** Ends what is open, and makes an event of the vCPU direct. */
        @Override
        public void ready(final UsedHost used, final SplittableRandom random)
        {
            for (int i = 0; i < 5; i++)
            {
                used.rig().steps();                                 // some fail, as they were asked to
                used.rig().line("enable 0 0");
            }
            used.rig().line("map 0 1 0 0 8192");
            used.rig().line("move 0 1 0 0");
            for (int i = random.nextInt(4); i > 0; i--)
            {
                used.rig().line(random.nextBoolean() ? "put 0 0" : "load 0 0 " + random.nextInt(3));
                used.rig().line("ack 0 0");
            }
        }

        @Override
        public void operate(final UsedHost used)
        {
            used.rig().host().faults.arm(Point.D5, 1);
            final String reply = used.rig().line("disable 0 0");
            if (!reply.equals("OK -EIO"))
            {
                throw new AssertionError("the swap did not fail: " + reply);
            }
        }

        @Override
        public void prepare(final UsedHost fresh, final UsedHost used)
        {
            fresh.rig().line("enable 0 0");
        }

        @Override
        public Object root(final UsedHost used)
        {
            return used.rig().host().vms.vm(0).vcpus[0];
        }

        /** Returns what no vCPU has between two lines, and what version 4.0 alone has. */
        @Override
        public Set<String> rare()
        {
            return Set.of("V4Vcpu.holds", "V4Vpe.hasIdai");
        }

        @Override
        public void close(final UsedHost used)
        {
            used.close();
        }
    }
}
