package org.gale.engine.gicv5.irs;

import java.util.List;
import org.gale.engine.accounting.Ledgers;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.MachineConfig;
import org.gale.tables.ist.IstShape;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.operand.Intid;
import org.gale.tables.vm.L2Vmte;
import org.gale.tables.vm.VpeIdBits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The checks of an IRS that a machine cannot be brought to fail from outside. */
class IrsChecksTest
{
    private static final int VM = 3;
    private static final int OWNER = OwnerId.vm(ValidOwners.PHYSICAL, VM);
    private static final int VPE = 2;
    private static final int LPI = Intid.of(Intid.TYPE_LPI, 5);
    private static final int VMT_BASER = 0x200;
    private static final int VMT_CFGR = 0x210;
    private static final int VMAP_VMR = 0x2c8;
    private static final int VMAP_VPER = 0x2e0;
    private static final long ACTION = 1L << 63;

    private final MachineConfig config = MachineConfig.parse(List.of("ram=0x40000000:0x100000", "min_lpi_id_bits=4"));
    private final PhysicalMemory memory = PhysicalMemory.anonymous(config.ramBase(), config.ramBytes());
    private final Irs irs = new Irs(config, memory, 1 << 20, (vmId, vpeId, lpiId) -> { },
        new Ledgers(), null);

    @BeforeEach
    void bringUp()
    {
        final long vmTable = config.ramBase();
        final long vmte = vmTable + VM * L2Vmte.LENGTH;
        memory.storeLong(vmte + 8, L2Vmte.vpetWord(config.ramBase() + 0x1_0000, new VpeIdBits(2)));
        final long istWord = L2Vmte.istWord(config.ramBase() + 0x2_0000, new IstShape(8, 0, 0, false));
        memory.storeLong(vmte + 16, L2Vmte.withIstValid(istWord, true));
        irs.frame(0).registers().write(VMT_CFGR, 4, 8);
        irs.frame(0).registers().write(VMT_BASER, 8, vmTable | 1);
        irs.frame(0).registers().write(VMAP_VMR, 8, ACTION | VM);
        irs.frame(0).registers().write(VMAP_VPER, 8, ACTION | (long)VM << 32 | VPE);
        irs.setTarget(OWNER, LPI, VPE, false);
        irs.setEnable(OWNER, LPI, true);
        irs.setPending(OWNER, LPI, true);
    }

    @AfterEach
    void close()
    {
        irs.close();
        memory.close();
    }

    @Tag("B-DB-2")
    @Test
    void shouldSeeAVpeThatWouldSleepOnACandidate()
    {
        assertEquals(-1, irs.checks().firstDeafVpe(OWNER));

        irs.edges().lpisOfVm(VM).index().threshold(VPE).settled(false, SignalThreshold.EVERYTHING - 1);

        assertEquals(VPE, irs.checks().firstDeafVpe(OWNER));
    }

    @Test
    void shouldAllowAnyThresholdWhenTheVpeIsResident()
    {
        irs.enter(1, VM, VPE);

        irs.virtualSettled(1, true, 0);

        assertEquals(-1, irs.checks().firstDeafVpe(OWNER));
    }

    @Test
    void shouldResetTheThresholdWhenTheVpeBecomesNonResident()
    {
        irs.enter(1, VM, VPE);
        irs.virtualSettled(1, true, 0);

        irs.leave(1, false, 0);

        assertEquals(-1, irs.checks().firstDeafVpe(OWNER));
    }

    @Test
    void shouldFindNoVpeOfAVmThatIsNotValid()
    {
        assertEquals(-1, irs.checks().firstDeafVpe(OwnerId.vm(ValidOwners.PHYSICAL, VM + 1)));
        assertEquals(-1, irs.checks().firstDeafVpe(OwnerId.NONE));
    }
}
