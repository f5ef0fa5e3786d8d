package org.gale.engine.hypervisor;

import java.util.List;

import org.gale.engine.support.SavedWords;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the VMs of a host, and of what of a VM is saved. */
class VmsTest
{
    private static final long TABLE = 0x6000_0000L;

    private final Vms vms = new Vms();

    @Test
    void shouldNumberVmsFrom0On()
    {
        for (int number = 0; number < 40; number++)
        {
            assertFalse(vms.existed(number));
            assertNull(vms.find(number));
            assertEquals(number, vms.create().number);
            assertTrue(vms.existed(number));
            assertEquals(number, vms.find(number).number);
        }
    }

    @Test
    void shouldRememberThatARemovedVmExisted()
    {
        final KvmVm first = vms.create();
        final KvmVm second = vms.create();

        vms.remove(first);

        assertNull(vms.find(0));
        assertTrue(vms.existed(0));
        assertFalse(vms.existed(2));
        assertEquals(List.of(second), vms.live());
        assertEquals(2, vms.create().number);
    }

    @Test
    void shouldFindAVmByItsIdWhateverItsNumber()
    {
        final KvmVm gone = vms.create();
        final KvmVm second = vms.create();
        final KvmVm third = vms.create();
        vms.remove(gone);
        second.vmId = 0;
        third.vmId = 1;

        assertSame(second, vms.findById(0));
        assertSame(third, vms.findById(1));
        assertNull(vms.findById(2));
        assertNull(vms.findById(3));
        third.vmId = 2;
        assertSame(third, vms.findById(2));
        assertNull(vms.findById(1));
    }

    @Test
    void shouldGoOnWithTheVmsThatWereSaved()
    {
        for (int number = 0; number < 20; number++)
        {
            vms.create();
        }
        vms.remove(vms.find(3));
        vms.find(19).vmId = 5;
        final SavedWords saved = new SavedWords();
        vms.state(saved);
        final Vms restored = new Vms();
        restored.create().vmId = 7;

        restored.state(saved.restoring());

        assertEquals(19, restored.live().size());
        assertNull(restored.find(3));
        assertSame(restored.find(19), restored.findById(5));
        assertNull(restored.findById(7));
        assertEquals(20, restored.create().number);
    }

    @Test
    void shouldSaveEachPartOfAVm()
    {
        final KvmVm vm = vms.create();
        vm.spis.count(64);
        vm.spis.level(40, true);
        vm.spis.line(41, true);
        vm.irs.istBaser = 9;
        vm.irs.isRestorePending = true;
        vm.spiTable.state(SavedWords.restoring(List.of(TABLE, TABLE, 6L, 0L, 0L)));
        vm.lpiTable.state(SavedWords.restoring(List.of(2 * TABLE, 3 * TABLE, 14L, 1L, 1L)));
        final KvmVcpu vcpu = new KvmVcpu(vm, 0, 5);
        vcpu.ppis.enabled(8);
        vcpu.doorbell = 70;
        vm.vcpus.add(vcpu);
        final SavedWords saved = new SavedWords();
        vms.state(saved);
        final Vms restored = new Vms();

        restored.state(saved.restoring());

        final KvmVm again = restored.find(0);
        assertEquals(64, again.spis.count());
        assertTrue(again.spis.isLevel(40));
        assertFalse(again.spis.isHigh(40));
        assertTrue(again.spis.isHigh(41));
        assertEquals(9, again.irs.istBaser);
        assertTrue(again.irs.isRestorePending);
        assertEquals(TABLE + 4, again.spiTable.entryAddress(1));
        assertEquals(6, again.spiTable.idBits());
        assertEquals(3 * TABLE, again.lpiTable.entryAddress(0));
        assertEquals(vm.lpiTable.vmteWord(), again.lpiTable.vmteWord());
        assertEquals(1, again.vcpus.size());
        assertEquals(5, again.vcpu(0).id);
        assertEquals(70, again.vcpu(0).doorbell);
        assertEquals(8, again.vcpu(0).ppis.enabled());
    }

    @Test
    void shouldForgetTheVcpusThatAVmHadBeforeARestore()
    {
        final SavedWords saved = new SavedWords();
        new KvmVm(0).state(saved);
        final KvmVm vm = vms.create();
        vm.vcpus.add(new KvmVcpu(vm, 0, 5));

        vm.state(saved.restoring());

        assertTrue(vm.vcpus.isEmpty());
    }

    @Test
    void shouldMakeAllSpisEdgeAndLowAtAReset()
    {
        final SharedInterrupts spis = new SharedInterrupts();
        spis.level(5, true);
        spis.line(900, true);

        spis.reset();

        assertFalse(spis.isLevel(5));
        assertFalse(spis.isHigh(900));
    }

    @Test
    void shouldNeedTheIdBitsOfTheLastSpi()
    {
        final SharedInterrupts spis = new SharedInterrupts();
        spis.count(32);
        assertEquals(5, spis.idBits());
        spis.count(33);
        assertEquals(6, spis.idBits());
        spis.count(1024);
        assertEquals(10, spis.idBits());
    }
}
