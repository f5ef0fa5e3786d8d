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
        word("IRS_IDR0", IrsIdr0.OFFSET, IrsIdr0.FIELDS),
        word("IRS_IDR1", IrsIdr1.OFFSET, IrsIdr1.FIELDS),
        word("IRS_IDR2", IrsIdr2.OFFSET, IrsIdr2.FIELDS),
        word("IRS_IDR3", IrsIdr3.OFFSET, IrsIdr3.FIELDS),
        word("IRS_IDR4", IrsIdr4.OFFSET, IrsIdr4.FIELDS),
        word("IRS_IDR5", IrsIdr5.OFFSET, IrsIdr5.FIELDS),
        word("IRS_IDR6", IrsIdr6.OFFSET, IrsIdr6.FIELDS),
        word("IRS_IDR7", IrsIdr7.OFFSET, IrsIdr7.FIELDS),
        word("IRS_IIDR", Iidr.OFFSET, Iidr.FIELDS),
        word("IRS_AIDR", Aidr.OFFSET, Aidr.FIELDS),
        word("IRS_CR0", IrsCr0.OFFSET, IrsCr0.FIELDS),
        word("IRS_CR1", IrsCr1.OFFSET, IrsCr1.FIELDS),
        word("IRS_SYNC_STATUSR", IrsSyncStatusr.OFFSET, IrsSyncStatusr.FIELDS),
        wide("IRS_SPI_VMR", IrsSpiVmr.OFFSET, IrsSpiVmr.FIELDS),
        word("IRS_SPI_SELR", IrsSpiSelr.OFFSET, IrsSpiSelr.FIELDS),
        word("IRS_SPI_CFGR", IrsSpiCfgr.OFFSET, IrsSpiCfgr.FIELDS),
        word("IRS_SPI_STATUSR", IrsSpiStatusr.OFFSET, IrsSpiStatusr.FIELDS),
        word("IRS_PE_SELR", IrsPeSelr.OFFSET, IrsPeSelr.FIELDS),
        word("IRS_PE_STATUSR", IrsPeStatusr.OFFSET, IrsPeStatusr.FIELDS),
        word("IRS_PE_CR0", IrsPeCr0.OFFSET, IrsPeCr0.FIELDS),
        wide("IRS_IST_BASER", IrsIstBaser.OFFSET, IrsIstBaser.FIELDS),
        word("IRS_IST_CFGR", IrsIstCfgr.OFFSET, IrsIstCfgr.FIELDS),
        word("IRS_IST_STATUSR", IrsIstStatusr.OFFSET, IrsIstStatusr.FIELDS),
        wide("IRS_VMT_BASER", IrsVmtBaser.OFFSET, IrsVmtBaser.FIELDS),
        word("IRS_VMT_CFGR", IrsVmtCfgr.OFFSET, IrsVmtCfgr.FIELDS),
        word("IRS_VMT_STATUSR", IrsVmtStatusr.OFFSET, IrsVmtStatusr.FIELDS),
        wide("IRS_VPE_SELR", IrsVpeSelr.OFFSET, IrsVpeSelr.FIELDS),
        wide("IRS_VPE_DBR", IrsVpeDbr.OFFSET, IrsVpeDbr.FIELDS),
        wide("IRS_VPE_HPPIR", IrsVpeHppir.OFFSET, IrsVpeHppir.FIELDS),
        word("IRS_VPE_CR0", IrsVpeCr0.OFFSET, IrsVpeCr0.FIELDS),
        word("IRS_VPE_STATUSR", IrsVpeStatusr.OFFSET, IrsVpeStatusr.FIELDS),
        wide("IRS_VM_DBR", IrsVmDbr.OFFSET, IrsVmDbr.FIELDS),
        word("IRS_VM_SELR", IrsVmSelr.OFFSET, IrsVmSelr.FIELDS),
        word("IRS_VM_STATUSR", IrsVmStatusr.OFFSET, IrsVmStatusr.FIELDS),
        wide("IRS_SAVE_VMR", IrsSaveVmr.OFFSET, IrsSaveVmr.FIELDS),
        word("IRS_SAVE_VM_STATUSR", IrsSaveVmStatusr.OFFSET, IrsSaveVmStatusr.FIELDS),
        wide("IRS_SWERR_STATUSR", IrsSwerrStatusr.OFFSET, IrsSwerrStatusr.FIELDS),
        wide("IRS_SWERR_SYNDROMER0", IrsSwerrSyndromer0.OFFSET, IrsSwerrSyndromer0.FIELDS),
        wide("IRS_SWERR_SYNDROMER1", IrsSwerrSyndromer1.OFFSET, IrsSwerrSyndromer1.FIELDS),
        word("IRS_DEVARCH", Devarch.OFFSET, Devarch.FIELDS));

    /** The ITS CONFIG frame. */
    static final List<FrameRegister> ITS = List.of(
        word("ITS_IDR0", ItsIdr0.OFFSET, ItsIdr0.FIELDS),
        word("ITS_IDR1", ItsIdr1.OFFSET, ItsIdr1.FIELDS),
        word("ITS_IDR2", ItsIdr2.OFFSET, ItsIdr2.FIELDS),
        word("ITS_IIDR", Iidr.OFFSET, Iidr.FIELDS),
        word("ITS_AIDR", Aidr.OFFSET, Aidr.FIELDS),
        word("ITS_CR0", ItsCr0.OFFSET, ItsCr0.FIELDS),
        word("ITS_CR1", ItsCr1.OFFSET, ItsCr1.FIELDS),
        wide("ITS_DT_BASER", ItsDtBaser.OFFSET, ItsDtBaser.FIELDS),
        word("ITS_DT_CFGR", ItsDtCfgr.OFFSET, ItsDtCfgr.FIELDS),
        wide("ITS_DIDR", ItsDidr.OFFSET, ItsDidr.FIELDS),
        word("ITS_EIDR", ItsEidr.OFFSET, ItsEidr.FIELDS),
        wide("ITS_READ_EVENT_DATAR", ItsReadEventDatar.OFFSET, ItsReadEventDatar.FIELDS),
        word("ITS_STATUSR", ItsStatusr.OFFSET, ItsStatusr.FIELDS),
        word("ITS_SYNC_STATUSR", ItsSyncStatusr.OFFSET, ItsSyncStatusr.FIELDS),
        wide("ITS_GEN_EVENT_DIDR", ItsGenEventDidr.OFFSET, ItsGenEventDidr.FIELDS),
        word("ITS_GEN_EVENT_EIDR", ItsGenEventEidr.OFFSET, ItsGenEventEidr.FIELDS),
        word("ITS_GEN_EVENT_STATUSR", ItsGenEventStatusr.OFFSET, ItsGenEventStatusr.FIELDS),
        wide("ITS_SWERR_STATUSR", ItsSwerrStatusr.OFFSET, ItsSwerrStatusr.FIELDS),
        wide("ITS_SWERR_SYNDROMER0", ItsSwerrSyndromer0.OFFSET, ItsSwerrSyndromer0.FIELDS),
        wide("ITS_SWERR_SYNDROMER1", ItsSwerrSyndromer1.OFFSET, ItsSwerrSyndromer1.FIELDS));

    private static final List<FrameRegister> IWB = List.of(
        word("IWB_IDR0", IwbIdr0.OFFSET, IwbIdr0.FIELDS),
        word("IWB_IIDR", Iidr.OFFSET, Iidr.FIELDS),
        word("IWB_AIDR", Aidr.OFFSET, Aidr.FIELDS),
        word("IWB_CR0", IwbCr0.OFFSET, IwbCr0.FIELDS),
        word("IWB_WENABLE_STATUSR", IwbWenableStatusr.OFFSET, IwbWenableStatusr.FIELDS),
        word("IWB_WDOMAIN_STATUSR", IwbWdomainStatusr.OFFSET, IwbWdomainStatusr.FIELDS));

    boolean isWide()
    {
        return !wideFields.isEmpty();
    }

    /** Is the register one of virtualization, which a machine without it does not have? */
    boolean isOfVirtualization()
    {
        return offset == IrsSpiVmr.OFFSET || (offset >= IrsVmtBaser.OFFSET && offset <= IrsSaveVmStatusr.OFFSET);
    }

    /** The CONFIG frame of a wire bridge with so many wires. */
    static List<FrameRegister> iwb(final int wires)
    {
        return Stream.of(IWB.stream(),
            array("IWB_WENABLER", IwbWenabler.OFFSET, IwbWenabler.FIELDS, wires / Integer.SIZE),
            array("IWB_WTMR", IwbWtmr.OFFSET, IwbWtmr.FIELDS, wires / Integer.SIZE),
            array("IWB_WDOMAINR", IwbWdomainr.OFFSET, IwbWdomainr.FIELDS, wires / IwbWdomainr.WIRE_COUNT))
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
