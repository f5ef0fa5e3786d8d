package org.gale.engine.inspect;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gale.tables.field.Field;
import org.gale.tables.field.LongField;
import org.gale.tables.register.Aidr;
import org.gale.tables.register.Devarch;
import org.gale.tables.register.Iidr;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.IrsCr1;
import org.gale.tables.register.IrsIdr0;
import org.gale.tables.register.IrsIdr1;
import org.gale.tables.register.IrsIdr2;
import org.gale.tables.register.IrsIdr3;
import org.gale.tables.register.IrsIdr4;
import org.gale.tables.register.IrsIdr5;
import org.gale.tables.register.IrsIdr6;
import org.gale.tables.register.IrsIdr7;
import org.gale.tables.register.IrsIstBaser;
import org.gale.tables.register.IrsIstCfgr;
import org.gale.tables.register.IrsIstStatusr;
import org.gale.tables.register.IrsPeCr0;
import org.gale.tables.register.IrsPeSelr;
import org.gale.tables.register.IrsPeStatusr;
import org.gale.tables.register.IrsSaveVmStatusr;
import org.gale.tables.register.IrsSaveVmr;
import org.gale.tables.register.IrsSpiCfgr;
import org.gale.tables.register.IrsSpiSelr;
import org.gale.tables.register.IrsSpiStatusr;
import org.gale.tables.register.IrsSpiVmr;
import org.gale.tables.register.IrsSwerrStatusr;
import org.gale.tables.register.IrsSwerrSyndromer0;
import org.gale.tables.register.IrsSwerrSyndromer1;
import org.gale.tables.register.IrsSyncStatusr;
import org.gale.tables.register.IrsVmDbr;
import org.gale.tables.register.IrsVmSelr;
import org.gale.tables.register.IrsVmStatusr;
import org.gale.tables.register.IrsVmtBaser;
import org.gale.tables.register.IrsVmtCfgr;
import org.gale.tables.register.IrsVmtStatusr;
import org.gale.tables.register.IrsVpeCr0;
import org.gale.tables.register.IrsVpeDbr;
import org.gale.tables.register.IrsVpeHppir;
import org.gale.tables.register.IrsVpeSelr;
import org.gale.tables.register.IrsVpeStatusr;
import org.gale.tables.register.ItsCr0;
import org.gale.tables.register.ItsCr1;
import org.gale.tables.register.ItsDidr;
import org.gale.tables.register.ItsDtBaser;
import org.gale.tables.register.ItsDtCfgr;
import org.gale.tables.register.ItsEidr;
import org.gale.tables.register.ItsGenEventDidr;
import org.gale.tables.register.ItsGenEventEidr;
import org.gale.tables.register.ItsGenEventStatusr;
import org.gale.tables.register.ItsIdr0;
import org.gale.tables.register.ItsIdr1;
import org.gale.tables.register.ItsIdr2;
import org.gale.tables.register.ItsReadEventDatar;
import org.gale.tables.register.ItsStatusr;
import org.gale.tables.register.ItsSwerrStatusr;
import org.gale.tables.register.ItsSwerrSyndromer0;
import org.gale.tables.register.ItsSwerrSyndromer1;
import org.gale.tables.register.ItsSyncStatusr;
import org.gale.tables.register.IwbCr0;
import org.gale.tables.register.IwbIdr0;
import org.gale.tables.register.IwbWdomainStatusr;
import org.gale.tables.register.IwbWdomainr;
import org.gale.tables.register.IwbWenableStatusr;
import org.gale.tables.register.IwbWenabler;
import org.gale.tables.register.IwbWtmr;

import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_AIDR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_CR0_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_CR1_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_DEVARCH_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_IDR0_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_IDR1_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_IDR2_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_IDR3_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_IDR4_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_IDR5_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_IDR6_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_IDR7_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_IIDR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_IST_BASER_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_IST_CFGR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_IST_STATUSR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_PE_CR0_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_PE_SELR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_PE_STATUSR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_SAVE_VMR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_SAVE_VM_STATUSR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_SPI_CFGR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_SPI_SELR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_SPI_STATUSR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_SPI_VMR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_SWERR_STATUSR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_SWERR_SYNDROMER0_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_SWERR_SYNDROMER1_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_SYNC_STATUSR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_VMT_BASER_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_VMT_CFGR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_VMT_STATUSR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_VM_DBR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_VM_SELR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_VM_STATUSR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_VPE_CR0_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_VPE_DBR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_VPE_HPPIR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_VPE_SELR_OFFSET;
import static org.gale.engine.gicv5.irs.IrsConfigFrame.IRS_VPE_STATUSR_OFFSET;
import static org.gale.engine.gicv5.its.ItsConfigFrame.ITS_AIDR_OFFSET;
import static org.gale.engine.gicv5.its.ItsConfigFrame.ITS_CR0_OFFSET;
import static org.gale.engine.gicv5.its.ItsConfigFrame.ITS_CR1_OFFSET;
import static org.gale.engine.gicv5.its.ItsConfigFrame.ITS_DIDR_OFFSET;
import static org.gale.engine.gicv5.its.ItsConfigFrame.ITS_DT_BASER_OFFSET;
import static org.gale.engine.gicv5.its.ItsConfigFrame.ITS_DT_CFGR_OFFSET;
import static org.gale.engine.gicv5.its.ItsConfigFrame.ITS_EIDR_OFFSET;
import static org.gale.engine.gicv5.its.ItsConfigFrame.ITS_GEN_EVENT_DIDR_OFFSET;
import static org.gale.engine.gicv5.its.ItsConfigFrame.ITS_GEN_EVENT_EIDR_OFFSET;
import static org.gale.engine.gicv5.its.ItsConfigFrame.ITS_GEN_EVENT_STATUSR_OFFSET;
import static org.gale.engine.gicv5.its.ItsConfigFrame.ITS_IDR0_OFFSET;
import static org.gale.engine.gicv5.its.ItsConfigFrame.ITS_IDR1_OFFSET;
import static org.gale.engine.gicv5.its.ItsConfigFrame.ITS_IDR2_OFFSET;
import static org.gale.engine.gicv5.its.ItsConfigFrame.ITS_IIDR_OFFSET;
import static org.gale.engine.gicv5.its.ItsConfigFrame.ITS_READ_EVENT_DATAR_OFFSET;
import static org.gale.engine.gicv5.its.ItsConfigFrame.ITS_STATUSR_OFFSET;
import static org.gale.engine.gicv5.its.ItsConfigFrame.ITS_SWERR_STATUSR_OFFSET;
import static org.gale.engine.gicv5.its.ItsConfigFrame.ITS_SWERR_SYNDROMER0_OFFSET;
import static org.gale.engine.gicv5.its.ItsConfigFrame.ITS_SWERR_SYNDROMER1_OFFSET;
import static org.gale.engine.gicv5.its.ItsConfigFrame.ITS_SYNC_STATUSR_OFFSET;
import static org.gale.engine.gicv5.iwb.IwbConfigFrame.IWB_AIDR_OFFSET;
import static org.gale.engine.gicv5.iwb.IwbConfigFrame.IWB_CR0_OFFSET;
import static org.gale.engine.gicv5.iwb.IwbConfigFrame.IWB_IDR0_OFFSET;
import static org.gale.engine.gicv5.iwb.IwbConfigFrame.IWB_IIDR_OFFSET;
import static org.gale.engine.gicv5.iwb.IwbConfigFrame.IWB_WDOMAINR_OFFSET;
import static org.gale.engine.gicv5.iwb.IwbConfigFrame.IWB_WDOMAIN_STATUSR_OFFSET;
import static org.gale.engine.gicv5.iwb.IwbConfigFrame.IWB_WENABLER_OFFSET;
import static org.gale.engine.gicv5.iwb.IwbConfigFrame.IWB_WENABLE_STATUSR_OFFSET;
import static org.gale.engine.gicv5.iwb.IwbConfigFrame.IWB_WTMR_OFFSET;

/**
 * The registers of the frames that can be read, with the fields of each, in the order of their offsets. Those that are
 * only written, such as the ones that map, are not here: they read as zero.
 *
 * @param name       Arm's name
 * @param offset     in its frame
 * @param fields     of a register of 32 bits, else empty
 * @param wideFields of a register of 64 bits, else empty
 */
record FrameRegister(String name, int offset, List<Field> fields, List<LongField> wideFields)
{
    /** The IRS CONFIG frame. */
    static final List<FrameRegister> IRS = List.of(
        word("IRS_IDR0", IRS_IDR0_OFFSET, IrsIdr0.FIELDS),
        word("IRS_IDR1", IRS_IDR1_OFFSET, IrsIdr1.FIELDS),
        word("IRS_IDR2", IRS_IDR2_OFFSET, IrsIdr2.FIELDS),
        word("IRS_IDR3", IRS_IDR3_OFFSET, IrsIdr3.FIELDS),
        word("IRS_IDR4", IRS_IDR4_OFFSET, IrsIdr4.FIELDS),
        word("IRS_IDR5", IRS_IDR5_OFFSET, IrsIdr5.FIELDS),
        word("IRS_IDR6", IRS_IDR6_OFFSET, IrsIdr6.FIELDS),
        word("IRS_IDR7", IRS_IDR7_OFFSET, IrsIdr7.FIELDS),
        word("IRS_IIDR", IRS_IIDR_OFFSET, Iidr.FIELDS),
        word("IRS_AIDR", IRS_AIDR_OFFSET, Aidr.FIELDS),
        word("IRS_CR0", IRS_CR0_OFFSET, IrsCr0.FIELDS),
        word("IRS_CR1", IRS_CR1_OFFSET, IrsCr1.FIELDS),
        word("IRS_SYNC_STATUSR", IRS_SYNC_STATUSR_OFFSET, IrsSyncStatusr.FIELDS),
        wide("IRS_SPI_VMR", IRS_SPI_VMR_OFFSET, IrsSpiVmr.FIELDS),
        word("IRS_SPI_SELR", IRS_SPI_SELR_OFFSET, IrsSpiSelr.FIELDS),
        word("IRS_SPI_CFGR", IRS_SPI_CFGR_OFFSET, IrsSpiCfgr.FIELDS),
        word("IRS_SPI_STATUSR", IRS_SPI_STATUSR_OFFSET, IrsSpiStatusr.FIELDS),
        word("IRS_PE_SELR", IRS_PE_SELR_OFFSET, IrsPeSelr.FIELDS),
        word("IRS_PE_STATUSR", IRS_PE_STATUSR_OFFSET, IrsPeStatusr.FIELDS),
        word("IRS_PE_CR0", IRS_PE_CR0_OFFSET, IrsPeCr0.FIELDS),
        wide("IRS_IST_BASER", IRS_IST_BASER_OFFSET, IrsIstBaser.FIELDS),
        word("IRS_IST_CFGR", IRS_IST_CFGR_OFFSET, IrsIstCfgr.FIELDS),
        word("IRS_IST_STATUSR", IRS_IST_STATUSR_OFFSET, IrsIstStatusr.FIELDS),
        wide("IRS_VMT_BASER", IRS_VMT_BASER_OFFSET, IrsVmtBaser.FIELDS),
        word("IRS_VMT_CFGR", IRS_VMT_CFGR_OFFSET, IrsVmtCfgr.FIELDS),
        word("IRS_VMT_STATUSR", IRS_VMT_STATUSR_OFFSET, IrsVmtStatusr.FIELDS),
        wide("IRS_VPE_SELR", IRS_VPE_SELR_OFFSET, IrsVpeSelr.FIELDS),
        wide("IRS_VPE_DBR", IRS_VPE_DBR_OFFSET, IrsVpeDbr.FIELDS),
        wide("IRS_VPE_HPPIR", IRS_VPE_HPPIR_OFFSET, IrsVpeHppir.FIELDS),
        word("IRS_VPE_CR0", IRS_VPE_CR0_OFFSET, IrsVpeCr0.FIELDS),
        word("IRS_VPE_STATUSR", IRS_VPE_STATUSR_OFFSET, IrsVpeStatusr.FIELDS),
        wide("IRS_VM_DBR", IRS_VM_DBR_OFFSET, IrsVmDbr.FIELDS),
        word("IRS_VM_SELR", IRS_VM_SELR_OFFSET, IrsVmSelr.FIELDS),
        word("IRS_VM_STATUSR", IRS_VM_STATUSR_OFFSET, IrsVmStatusr.FIELDS),
        wide("IRS_SAVE_VMR", IRS_SAVE_VMR_OFFSET, IrsSaveVmr.FIELDS),
        word("IRS_SAVE_VM_STATUSR", IRS_SAVE_VM_STATUSR_OFFSET, IrsSaveVmStatusr.FIELDS),
        wide("IRS_SWERR_STATUSR", IRS_SWERR_STATUSR_OFFSET, IrsSwerrStatusr.FIELDS),
        wide("IRS_SWERR_SYNDROMER0", IRS_SWERR_SYNDROMER0_OFFSET, IrsSwerrSyndromer0.FIELDS),
        wide("IRS_SWERR_SYNDROMER1", IRS_SWERR_SYNDROMER1_OFFSET, IrsSwerrSyndromer1.FIELDS),
        word("IRS_DEVARCH", IRS_DEVARCH_OFFSET, Devarch.FIELDS));

    /** The ITS CONFIG frame. */
    static final List<FrameRegister> ITS = List.of(
        word("ITS_IDR0", ITS_IDR0_OFFSET, ItsIdr0.FIELDS),
        word("ITS_IDR1", ITS_IDR1_OFFSET, ItsIdr1.FIELDS),
        word("ITS_IDR2", ITS_IDR2_OFFSET, ItsIdr2.FIELDS),
        word("ITS_IIDR", ITS_IIDR_OFFSET, Iidr.FIELDS),
        word("ITS_AIDR", ITS_AIDR_OFFSET, Aidr.FIELDS),
        word("ITS_CR0", ITS_CR0_OFFSET, ItsCr0.FIELDS),
        word("ITS_CR1", ITS_CR1_OFFSET, ItsCr1.FIELDS),
        wide("ITS_DT_BASER", ITS_DT_BASER_OFFSET, ItsDtBaser.FIELDS),
        word("ITS_DT_CFGR", ITS_DT_CFGR_OFFSET, ItsDtCfgr.FIELDS),
        wide("ITS_DIDR", ITS_DIDR_OFFSET, ItsDidr.FIELDS),
        word("ITS_EIDR", ITS_EIDR_OFFSET, ItsEidr.FIELDS),
        wide("ITS_READ_EVENT_DATAR", ITS_READ_EVENT_DATAR_OFFSET, ItsReadEventDatar.FIELDS),
        word("ITS_STATUSR", ITS_STATUSR_OFFSET, ItsStatusr.FIELDS),
        word("ITS_SYNC_STATUSR", ITS_SYNC_STATUSR_OFFSET, ItsSyncStatusr.FIELDS),
        wide("ITS_GEN_EVENT_DIDR", ITS_GEN_EVENT_DIDR_OFFSET, ItsGenEventDidr.FIELDS),
        word("ITS_GEN_EVENT_EIDR", ITS_GEN_EVENT_EIDR_OFFSET, ItsGenEventEidr.FIELDS),
        word("ITS_GEN_EVENT_STATUSR", ITS_GEN_EVENT_STATUSR_OFFSET, ItsGenEventStatusr.FIELDS),
        wide("ITS_SWERR_STATUSR", ITS_SWERR_STATUSR_OFFSET, ItsSwerrStatusr.FIELDS),
        wide("ITS_SWERR_SYNDROMER0", ITS_SWERR_SYNDROMER0_OFFSET, ItsSwerrSyndromer0.FIELDS),
        wide("ITS_SWERR_SYNDROMER1", ITS_SWERR_SYNDROMER1_OFFSET, ItsSwerrSyndromer1.FIELDS));

    private static final List<FrameRegister> IWB = List.of(
        word("IWB_IDR0", IWB_IDR0_OFFSET, IwbIdr0.FIELDS),
        word("IWB_IIDR", IWB_IIDR_OFFSET, Iidr.FIELDS),
        word("IWB_AIDR", IWB_AIDR_OFFSET, Aidr.FIELDS),
        word("IWB_CR0", IWB_CR0_OFFSET, IwbCr0.FIELDS),
        word("IWB_WENABLE_STATUSR", IWB_WENABLE_STATUSR_OFFSET, IwbWenableStatusr.FIELDS),
        word("IWB_WDOMAIN_STATUSR", IWB_WDOMAIN_STATUSR_OFFSET, IwbWdomainStatusr.FIELDS));

    boolean isWide()
    {
        return !wideFields.isEmpty();
    }

    /** Is the register one of virtualization, which a machine without it does not have? */
    boolean isOfVirtualization()
    {
        return offset == IRS_SPI_VMR_OFFSET || (offset >= IRS_VMT_BASER_OFFSET && offset <= IRS_SAVE_VM_STATUSR_OFFSET);
    }

    /** The CONFIG frame of a wire bridge with so many wires. */
    static List<FrameRegister> iwb(final int wires)
    {
        return Stream.of(IWB.stream(),
            array("IWB_WENABLER", IWB_WENABLER_OFFSET, IwbWenabler.FIELDS, wires / Integer.SIZE),
            array("IWB_WTMR", IWB_WTMR_OFFSET, IwbWtmr.FIELDS, wires / Integer.SIZE),
            array("IWB_WDOMAINR", IWB_WDOMAINR_OFFSET, IwbWdomainr.FIELDS, wires / IwbWdomainr.WIRE_COUNT))
            .flatMap(registers -> registers).toList();
    }

    private static Stream<FrameRegister> array(
        final String name, final int offset, final List<Field> fields, final int count)
    {
        return IntStream.range(0, count).mapToObj(n -> word(name + n, offset + n * Integer.BYTES, fields));
    }

    private static FrameRegister word(final String name, final int offset, final List<Field> fields)
    {
        return new FrameRegister(name, offset, fields, List.of());
    }

    private static FrameRegister wide(final String name, final int offset, final List<LongField> fields)
    {
        return new FrameRegister(name, offset, List.of(), fields);
    }
}
