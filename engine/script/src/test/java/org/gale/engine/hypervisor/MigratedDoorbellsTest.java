package org.gale.engine.hypervisor;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.machine.Accounts;
import org.gale.tables.register.ItsCr0;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Tests of the doorbells of a vCPU that has blocked and not run since, whose VM migrates: how often each rings, and
 * which vCPU is woken. A VM of one such vCPU has one LPI, that of event 0 of device 0.
 */
@Tag("M-MIG-1")
@Tag("K-LP-4")
class MigratedDoorbellsTest
{
    private static final String MESSAGE = "msi 0 0 0";

    private final KvmRig rig = new KvmRig();

    @BeforeEach
    void block()
    {
        rig.initialised(1);
        rig.run(0, 0, 0);
        rig.all("kvm mmio 0 w 0x190 4 14", "kvm mmio 0 w 0x180 8 0x90000001", "insn 0 vel1 CDEN 0x40000000",
            "kvm block 0 0", "writel 0x081000d0 0x8", "writeq 0x081000c0 0x40500000",
            "writeq 0x40500000 0x4000000040510001", "writeq 0x40510000 0xc0000000",
            "writel 0x08100080 " + ItsCr0.ITSEN.mask());
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    private void check(final int rung, final int vm, final boolean isWoken)
    {
        assertEquals(rung, rung());
        rig.expect("OK " + (isWoken ? 1 : 0), "kvm woken " + vm + " 0");
    }

    private long rung()
    {
        final Accounts accounts = rig.machine().accounts();
        final Ledger host = accounts.ledger(accounts.physicalOwner());

        return host.offered();
    }

    private void steps(final String... steps)
    {
        for (final String step : steps)
        {
            rig.expect("OK " + step, "kvm step");
        }
    }

    /** The VM has left KVM_RUN, but the request is the VPE's until the VM is gone. The new VM makes its own. */
    @Test
    void shouldRingForAMessageAfterStopAndAgainAtResume()
    {
        rig.expect("OK stop", "kvm migrate 0");
        rig.all(MESSAGE);
        check(1, 0, false);
        steps("quiet", "save", "destroy", "restore");
        assertEquals(1, rung());
        steps("resume 1", "0");

        check(2, 1, true);
        rig.assertSound("after a migration");
    }

    @Test
    void shouldRingOnceForAMessageThatIsHeld()
    {
        rig.expect("OK stop", "kvm migrate 0");
        steps("quiet");
        rig.all(MESSAGE);
        steps("save", "destroy", "restore");
        assertEquals(0, rung());
        steps("resume 1", "0");

        check(1, 1, true);
    }

    /** A vCPU that was woken, and that its host has yet to run, is restored as woken: nothing needs to ring. */
    @Test
    void shouldNotRingAgainForAVcpuThatWasWokenBeforeStop()
    {
        rig.all(MESSAGE);
        check(1, 0, true);
        rig.expect("OK stop", "kvm migrate 0");
        steps("quiet", "save", "destroy", "restore", "resume 1", "0");

        check(1, 1, true);
    }

    @Test
    void shouldRingForTheNextMessageAfterAMigrationWithoutOne()
    {
        rig.expect("OK stop", "kvm migrate 0");
        steps("quiet", "save", "destroy", "restore", "resume 1", "0");
        check(0, 1, false);
        rig.all(MESSAGE);

        check(1, 1, true);
    }

    /** A resume that fails asks for nothing, and the one after it asks once. */
    @ParameterizedTest
    @CsvSource({"restore, 1", "resume, 2"})
    void shouldRingNothingAtAStepThatFails(final String step, final int successor)
    {
        rig.expect("OK stop", "kvm migrate 0 fail=" + step);
        rig.all(MESSAGE);
        steps("quiet", "save", "destroy");
        steps(step.equals("restore") ? new String[]{"-EIO"} : new String[]{"restore", "-EIO"});
        assertEquals(1, rung());
        steps("restore", "resume " + successor, "0");

        check(2, successor, true);
    }

    /** A source that runs on blocks again, with its doorbell. */
    @ParameterizedTest
    @CsvSource({"quiet", "save"})
    void shouldRingAgainWhereTheSourceRunsOn(final String step)
    {
        rig.expect("OK stop", "kvm migrate 0 fail=" + step);
        rig.all(MESSAGE);
        check(1, 0, false);
        steps(step.equals("quiet") ? new String[]{"-EIO"} : new String[]{"quiet", "-EIO"});

        check(2, 0, true);
    }
}
