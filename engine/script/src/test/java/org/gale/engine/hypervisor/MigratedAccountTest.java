package org.gale.engine.hypervisor;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.inspect.WatchExpression;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Restored;
import org.gale.engine.support.StateImage;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the account of a VM that migrates: it follows the VM to its new id, also in a machine that is restored. */
@Tag("M-MIG-1")
class MigratedAccountTest
{
    private static final int STEPS = 7;

    private final KvmRig rig = new KvmRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    private void pend()
    {
        rig.initialised(1);
        rig.all("kvm irq_line 0 spi 0 1 1", "kvm irq_line 0 spi 0 7 1");
    }

    private static Ledger followed(final Machine machine)
    {
        final Accounts accounts = machine.accounts();

        return accounts.ledger(accounts.followedOwner(0));
    }

    /** A view or a watch of the VM is one of its successor, until another VM has the id that it left. */
    @Test
    void shouldBeShownByTheIdThatTheVmHad()
    {
        pend();
        final WatchExpression watch = WatchExpression.parse("vm0.spi1.pending");
        rig.all("kvm migrate 0");
        for (final String step : new String[] {"stop", "quiet", "save", "destroy", "restore", "resume"})
        {
            final boolean isThere = !step.equals("destroy");
            assertEquals(isThere, watch.isThere(rig.machine()), step);
            assertEquals(isThere, rig.ask("inspect vist --vm 0").startsWith("OK {"), step);
            rig.all("kvm step");
        }

        assertEquals("1", watch.value(rig.machine()));
        final String successor = rig.ask("inspect vist --vm 1");
        assertEquals(successor, rig.ask("inspect vist --vm 0"));
        assertTrue(successor.contains("\"VM_ID\":1,"), successor);
        rig.initialised(1);
        assertEquals("0", watch.value(rig.machine()));
        assertTrue(rig.ask("inspect vist --vm 0").contains("\"VM_ID\":0,"));
        rig.expect("FAIL inspect: VM 65536 is not valid (valid VMs: 0, 1)", "inspect vist --vm 65536");
    }

    @Test
    void shouldFollowTheVm()
    {
        pend();
        final Ledger ledger = followed(rig.machine());
        rig.all("kvm migrate 0");
        for (int step = 0; step < STEPS; step++)
        {
            rig.all("kvm step");
            assertEquals(ledger, followed(rig.machine()));
            assertEquals(2, ledger.offered());
            assertEquals(2, ledger.pending());
            assertEquals(0, ledger.withdrawnUnmapped() + ledger.lost() + ledger.inventions() + ledger.remainder());
        }

        assertEquals(ledger, rig.machine().accounts().ledger(
            rig.machine().accounts().vmOwner(rig.verbs().ppis().vmId(1))));
    }

    @Test
    void shouldTellWhatAWrongOrderLost()
    {
        pend();
        rig.all("kvm migrate 0 order=edge-lost");
        for (int step = 0; step < STEPS; step++)
        {
            rig.ask("kvm step");
        }

        assertEquals(2, followed(rig.machine()).lost());
        assertEquals(1, followed(rig.machine()).account(true).firstLost());
        assertEquals(0, followed(rig.machine()).remainder());
    }

    /** The image carries again what a successor had that is destroyed. */
    @ParameterizedTest
    @ValueSource(strings = { "fail=restore", "fail=resume", "fail=restore fail=restore", "fail=resume fail=resume" })
    void shouldFollowTheVmThroughAStepThatFails(final String failure)
    {
        pend();
        rig.all("kvm migrate 0 " + failure);
        final int asked = failure.split(" ", -1).length;
        int failures = 0;
        String reply = "";
        while (!reply.equals("OK 0") && failures < 2)                           // twice: no step is left (M-MIG-1)
        {
            reply = rig.ask("kvm step");
            failures += reply.equals("OK -EIO") ? 1 : 0;
            assertEquals(2, followed(rig.machine()).offered(), reply);
            assertEquals(2, followed(rig.machine()).pending(), reply);
            assertEquals(0, followed(rig.machine()).withdrawnUnmapped() + followed(rig.machine()).lost() +
                followed(rig.machine()).inventions() + followed(rig.machine()).remainder(), reply);
        }

        assertEquals(asked, failures);
        assertEquals(asked == 2, rig.ask("kvm step").startsWith("FAIL "), reply);
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2, 3, 4, 5, 6 })
    void shouldBeRestoredBetweenAnyTwoSteps(final int steps)
    {
        pend();
        rig.all("kvm migrate 0");
        for (int step = 0; step < steps; step++)
        {
            rig.all("kvm step");
        }
        final StateImage saved = StateImage.of(rig.machine());

        try (Machine restored = Machines.FACTORY.create(rig.machine().config()))
        {
            final Restored digests = saved.into(restored);
            assertTrue(digests.isSame());
            assertArrayEquals(saved.words(), StateImage.of(restored).words());
            assertEquals(2, followed(restored).pending());
            assertEquals(0, followed(restored).remainder());
            assertEquals(rig.machine().accounts().followedOwner(0), restored.accounts().followedOwner(0));
        }
    }
}
