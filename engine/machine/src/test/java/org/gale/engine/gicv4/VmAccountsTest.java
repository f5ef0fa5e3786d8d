package org.gale.engine.gicv4;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.Accounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class VmAccountsTest
{
    /** Places of vLPIs come by 256, twice as many each time; a scan passes over those that are not there. */
    @Test
    void shouldScanMoreSeldomTheMorePlacesForVlpisThereAre()
    {
        try (V4Rig rig = new V4Rig(""))
        {
            rig.line("create_vm 1");
            rig.line("create_vm 1");
            final V4Vm vm = rig.host().vm(1);
            assertEquals(0, rig.machine().accounts().scanInterval());
            rig.lines("map 1 1 0 0 8193");
            assertEquals(32 * 256, rig.machine().accounts().scanInterval());
            rig.lines("map 1 1 1 0 9000");
            assertEquals(32 * 1024, rig.machine().accounts().scanInterval());
            rig.lines("map 0 2 0 0 8193");

            assertEquals(32 * (1024 + 256), rig.machine().accounts().scanInterval());
            assertEquals(1024, vm.vlpiLimit());
            assertEquals(8193, vm.nextVlpi(0).vintid);
            assertEquals(9000, vm.nextVlpi(8194).vintid);
            assertNull(vm.nextVlpi(9001));
            rig.lines("map 1 1 3 0 9217");
            assertEquals(2048, vm.vlpiLimit());
            assertEquals(9217, vm.nextVlpi(9001).vintid);
        }
    }

    @Test
    void shouldHaveNoOwnerWhenTheHostHasNoVm()
    {
        try (V4Rig rig = new V4Rig(""))
        {
            final Accounts accounts = rig.machine().accounts();

            assertEquals(OwnerId.NONE, accounts.firstOwner());
            assertNull(accounts.ledger(accounts.physicalOwner()));
            assertNull(accounts.ledger(accounts.vmOwner(0)));
        }
    }

    @Test
    void shouldNameEachVmOfTheHostInOrder()
    {
        try (V4Rig rig = new V4Rig(""))
        {
            rig.host().createVm(1);
            rig.host().createVm(2);
            final Accounts accounts = rig.machine().accounts();

            assertEquals(accounts.vmOwner(0), accounts.firstOwner());
            assertEquals(accounts.vmOwner(1), accounts.nextOwner(accounts.vmOwner(0)));
            assertEquals(OwnerId.NONE, accounts.nextOwner(accounts.vmOwner(1)));
            assertEquals(accounts.vmOwner(0), accounts.nextOwner(OwnerId.NONE));
            assertEquals(OwnerId.NONE, accounts.nextOwner(accounts.vmOwner(0xffff)));
            assertSame(rig.host().vm(1).ledger, accounts.ledger(accounts.vmOwner(1)));
            assertNull(accounts.ledger(OwnerId.vm(OwnerId.physical(0, 2), 1)));
        }
    }

    @ParameterizedTest(name = "vCPU {0}")
    @ValueSource(ints = {0, 1})
    void shouldFindABrokenIndexOfEachVcpu(final int vcpu)
    {
        try (V4Rig rig = new V4Rig("cpus=2"))
        {
            rig.line("create_vm 2");
            rig.lines("enable 0 0", "enable 0 1", "map 0 1 0 " + vcpu + " 8200", "config 0 8200 64 1", "msi 1 0");
            final Accounts accounts = rig.machine().accounts();
            assertTrue(accounts.isIndexSound(accounts.vmOwner(0)));

            rig.host().hardware.vpes().mapped(rig.host().vm(0).vcpus[vcpu].vpe.vpeId).candidates().clear();

            assertFalse(accounts.isIndexSound(accounts.vmOwner(0)));
        }
    }

    /** The second VM, whose numbers of VM, vCPU, vPE, device and vLPI all differ. */
    @ParameterizedTest(name = "vCPU {0}")
    @ValueSource(ints = {0, 1, 2})
    void shouldFindABrokenIndexOfEachVcpuOfALaterVm(final int vcpu)
    {
        try (V4Rig rig = new V4Rig("cpus=5"))
        {
            rig.line("create_vm 4");
            rig.line("create_vm 3");
            rig.lines("enable 0 0", "enable 0 1", "enable 0 2", "enable 0 3");
            final int device = 6;
            final int vlpi = 8211 + vcpu;
            rig.lines("enable 1 0", "enable 1 1", "enable 1 2", "map 1 " + device + " 7 " + vcpu + ' ' + vlpi,
                "config 1 " + vlpi + " 64 1", "msi " + device + " 7");
            final Accounts accounts = rig.machine().accounts();
            final V4Vm vm = rig.host().vm(1);
            assertNotEquals(vcpu, vm.vcpus[vcpu].vpe.vpeId);
            assertTrue(accounts.isIndexSound(accounts.vmOwner(0)));
            assertTrue(accounts.isIndexSound(accounts.vmOwner(1)));

            rig.host().hardware.vpes().mapped(vm.vcpus[vcpu].vpe.vpeId).candidates().clear();

            assertFalse(accounts.isIndexSound(accounts.vmOwner(1)));
            assertTrue(accounts.isIndexSound(accounts.vmOwner(0)));
        }
    }

    @ParameterizedTest(name = "vCPU {0}, {1}")
    @CsvSource({"0, msi 1 0", "0, sgi 0 0 3", "1, msi 1 0", "1, sgi 0 1 3"})
    void shouldFindABrokenListOfEachVcpu(final int vcpu, final String line)
    {
        try (V4Rig rig = new V4Rig("cpus=2"))
        {
            rig.line("create_vm 2");
            rig.lines("map 0 1 0 " + vcpu + " 8200", "config 0 8200 64 1", line);
            final Accounts accounts = rig.machine().accounts();
            assertTrue(accounts.isIndexSound(accounts.vmOwner(0)));
            rig.lines("load 0 " + vcpu + " 0");
            assertTrue(accounts.isIndexSound(accounts.vmOwner(0)), "in a list register");
            rig.lines("put 0 " + vcpu);

            rig.host().vm(0).vcpus[vcpu].list.queue().clear();

            assertFalse(accounts.isIndexSound(accounts.vmOwner(0)));
        }
    }

    @Test
    void shouldFindAListRegisterWhoseVlpiIsElsewhere()
    {
        try (V4Rig rig = new V4Rig("cpus=2"))
        {
            rig.line("create_vm 2");
            rig.lines("map 0 1 0 0 8200", "config 0 8200 64 1", "load 0 0 0", "msi 1 0");
            final Accounts accounts = rig.machine().accounts();
            assertTrue(accounts.isIndexSound(accounts.vmOwner(0)));

            rig.host().vm(0).vlpi(8200).place(Vlpi.NOWHERE);

            assertFalse(accounts.isIndexSound(accounts.vmOwner(0)));
        }
    }
}
