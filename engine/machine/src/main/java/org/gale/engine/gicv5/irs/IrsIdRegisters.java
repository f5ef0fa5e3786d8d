package org.gale.engine.gicv5.irs;

import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.SpiRange;
import org.gale.tables.register.Aidr;
import org.gale.tables.register.InterruptDomain;
import org.gale.tables.register.IrsIdr0;
import org.gale.tables.register.IrsIdr1;
import org.gale.tables.register.IrsIdr2;
import org.gale.tables.register.IrsIdr3;
import org.gale.tables.register.IrsIdr4;
import org.gale.tables.register.PaRange;

/** Identification registers of an IRS CONFIG frame: functions of the configuration (script.md#reference-machine). */
final class IrsIdRegisters
{
    static final int AIDR = Aidr.COMPONENT.set(0, Aidr.COMPONENT_IRS);
    static final int DEVARCH = 0x47705a19;
    static final int[] CIDR = {0x0d, 0xf0, 0x05, 0xb1};

    private static final int IAFFID_BITS = 16;
    private static final int ALL_L2_SIZES = 7;
    private static final int VPED_SZ_8 = 3;

    private final MachineConfig config;
    private final Board board;
    private final int irs;

    IrsIdRegisters(final MachineConfig config, final Board board, final int irs)
    {
        this.board = board;
        this.irs = irs;
        this.config = config;
    }

    int idr0()                                                                  // B-IRS-5, B-TRAP-4
    {
        int idr0 = IrsIdr0.IRSID.set(0, irs);                                   // T-IRS-2
        idr0 = IrsIdr0.PA_RANGE.set(IrsIdr0.INT_DOM.set(idr0, InterruptDomain.NON_SECURE), PaRange.BITS_56);
        idr0 = IrsIdr0.VIRT.with(idr0, config.virtual());
        idr0 = IrsIdr0.ONE_N.with(idr0, config.value(MachineKeys.ONE_N));
        idr0 = IrsIdr0.VIRT_ONE_N.with(idr0, config.value(MachineKeys.VIRT_ONE_N));
        idr0 = IrsIdr0.SETLPI.with(idr0, config.virtual());

        return IrsIdr0.SWE.with(idr0, config.value(MachineKeys.SWE));
    }

    int idr1()                                                                  // B-IRS-6, T-IRS-3
    {
        final int idr1 = IrsIdr1.withIaffidBits(IrsIdr1.PE_CNT.set(0, board.pesOf(irs).numbers().size()), IAFFID_BITS);

        return IrsIdr1.withPriBits(idr1, config.value(MachineKeys.PRI_BITS));
    }

    int idr2()
    {
        int idr2 = IrsIdr2.ID_BITS.set(IrsIdr2.LPI.mask(), config.value(MachineKeys.ID_BITS));
        idr2 = IrsIdr2.MIN_LPI_ID_BITS.set(idr2, config.value(MachineKeys.MIN_LPI_ID_BITS));

        return IrsIdr2.IST_L2SZ.set(IrsIdr2.IST_LEVELS.with(idr2, true), ALL_L2_SIZES);
    }

    int idr3()
    {
        return config.virtual() ?
            IrsIdr3.VMT_LEVELS.with(IrsIdr3.VM_ID_BITS.set(0, config.value(MachineKeys.VM_ID_BITS)), true) : 0;
    }

    int idr4()                                                                  // B-TRAP-12
    {
        return config.virtual() ?
            IrsIdr4.withVpeIdBits(IrsIdr4.VPED_SZ.set(0, VPED_SZ_8), config.value(MachineKeys.VPE_ID_BITS)) : 0;
    }

    int idr5()                                                                  // T-IRS-5, M-SPIRANGE
    {
        return board.spiRange();
    }

    int idr6()                                                                  // T-IRS-6
    {
        return board.spisOf(irs).count();
    }

    int idr7()
    {
        return board.spisOf(irs).base() & (SpiRange.ID_LIMIT - 1);             // any value where there is none
    }
}
