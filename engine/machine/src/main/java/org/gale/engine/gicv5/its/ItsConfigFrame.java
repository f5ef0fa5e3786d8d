package org.gale.engine.gicv5.its;

import java.util.List;
import org.gale.engine.gicv5.irs.SoftwareErrors;
import org.gale.engine.machine.FrameRegister.OtherHalf;
import org.gale.engine.machine.Identification;
import org.gale.engine.machine.RegisterTable;
import org.gale.tables.register.Aidr;
import org.gale.tables.register.Iidr;
import org.gale.tables.register.ItsCr0;
import org.gale.tables.register.ItsCr1;
import org.gale.tables.register.ItsDidr;
import org.gale.tables.register.ItsDtBaser;
import org.gale.tables.register.ItsDtCfgr;
import org.gale.tables.register.ItsEidr;
import org.gale.tables.register.ItsGenEventDidr;
import org.gale.tables.register.ItsGenEventEidr;
import org.gale.tables.register.ItsGenEventStatusr;
import org.gale.tables.register.ItsGenEventr;
import org.gale.tables.register.ItsIdr0;
import org.gale.tables.register.ItsIdr1;
import org.gale.tables.register.ItsIdr2;
import org.gale.tables.register.ItsInvDevicer;
import org.gale.tables.register.ItsInvEventr;
import org.gale.tables.register.ItsReadEventDatar;
import org.gale.tables.register.ItsReadEventr;
import org.gale.tables.register.ItsStatusr;
import org.gale.tables.register.ItsSwerrStatusr;
import org.gale.tables.register.ItsSwerrSyndromer0;
import org.gale.tables.register.ItsSwerrSyndromer1;
import org.gale.tables.register.ItsSyncStatusr;
import org.gale.tables.register.ItsSyncr;

import static org.gale.engine.machine.FrameRegister.wide;
import static org.gale.engine.machine.FrameRegister.word;

/**
 * The CONFIG frame of an ITS: which register is which function of the model. IDR0 shows neither MEC nor MPAM, so their
 * registers do not exist; DEVARCH, PIDR and CIDR read 0, because no source gives their values for an ITS.
 * Synchronizations have nothing to do: no event is on its way, or it has arrived before they are complete.
 */
public final class ItsConfigFrame
{
    private ItsConfigFrame()
    {
    }

    /** Creates the registers of the frame. */
    public static RegisterTable registers(final Its its)
    {
        final SoftwareErrors errors = its.errors();

        return new RegisterTable(List.of(
            word("ITS_IDR0", ItsIdr0.OFFSET, ItsIdr0.FIELDS).readOnly(its::idr0),
            word("ITS_IDR1", ItsIdr1.OFFSET, ItsIdr1.FIELDS).readOnly(its::idr1),
            word("ITS_IDR2", ItsIdr2.OFFSET, ItsIdr2.FIELDS).readOnly(its::idr2),
            word("ITS_IIDR", Iidr.OFFSET, Iidr.FIELDS).readOnly(() -> Identification.IIDR),
            word("ITS_AIDR", Aidr.OFFSET, Aidr.FIELDS).readOnly(() -> Its.AIDR),
            word("ITS_CR0", ItsCr0.OFFSET, ItsCr0.FIELDS).readWrite(its::cr0, its::writeCr0)
                .operation(ItsCr0.OFFSET, ItsCr0.IDLE.mask(), 0).reads(ItsDtBaser.OFFSET, ItsDtCfgr.OFFSET),
            word("ITS_CR1", ItsCr1.OFFSET, ItsCr1.FIELDS).readWrite(its::cr1, its::writeCr1),
            wide("ITS_DT_BASER", ItsDtBaser.OFFSET, ItsDtBaser.FIELDS)
                .readWrite(OtherHalf.HELD, its::dtBaser, its::writeDtBaser),
            word("ITS_DT_CFGR", ItsDtCfgr.OFFSET, ItsDtCfgr.FIELDS).readWrite(its::dtCfgr, its::writeDtCfgr),
            wide("ITS_DIDR", ItsDidr.OFFSET, ItsDidr.FIELDS).readWrite(OtherHalf.HELD, its::didr, its::writeDidr),
            word("ITS_EIDR", ItsEidr.OFFSET, ItsEidr.FIELDS).readWrite(its::eidr, its::writeEidr),
            word("ITS_INV_EVENTR", ItsInvEventr.OFFSET, ItsInvEventr.FIELDS).writeOnly(its::writeInvEventr)
                .operation(ItsStatusr.OFFSET, Its.IDLE, ItsInvEventr.I.mask())
                .reads(ItsDidr.OFFSET, ItsEidr.OFFSET),
            word("ITS_INV_DEVICER", ItsInvDevicer.OFFSET, ItsInvDevicer.FIELDS)
                .writeOnly(its::writeInvDevicer)
                .operation(ItsStatusr.OFFSET, Its.IDLE, ItsInvDevicer.I.mask()).reads(ItsDidr.OFFSET),
            word("ITS_READ_EVENTR", ItsReadEventr.OFFSET, ItsReadEventr.FIELDS).writeOnly(its::writeReadEventr)
                .operation(ItsStatusr.OFFSET, Its.IDLE, ItsReadEventr.R.mask())
                .reads(ItsDidr.OFFSET, ItsEidr.OFFSET),
            wide("ITS_READ_EVENT_DATAR", ItsReadEventDatar.OFFSET, ItsReadEventDatar.FIELDS)
                .readOnly(its::readEventDatar),
            word("ITS_STATUSR", ItsStatusr.OFFSET, ItsStatusr.FIELDS).readOnly(() -> Its.IDLE),
            wide("ITS_SYNCR", ItsSyncr.OFFSET, ItsSyncr.FIELDS).ignored()
                .operation(ItsSyncStatusr.OFFSET, Its.IDLE, ItsSyncr.SYNC.mask()),                      // B-ITS-11
            word("ITS_SYNC_STATUSR", ItsSyncStatusr.OFFSET, ItsSyncStatusr.FIELDS).readOnly(() -> Its.IDLE),
            wide("ITS_GEN_EVENT_DIDR", ItsGenEventDidr.OFFSET, ItsGenEventDidr.FIELDS)
                .readWrite(OtherHalf.HELD, its::genEventDidr, its::writeGenEventDidr),
            word("ITS_GEN_EVENT_EIDR", ItsGenEventEidr.OFFSET, ItsGenEventEidr.FIELDS)
                .readWrite(its::genEventEidr, its::writeGenEventEidr),
            word("ITS_GEN_EVENTR", ItsGenEventr.OFFSET, ItsGenEventr.FIELDS).writeOnly(its::writeGenEventr)
                .operation(ItsGenEventStatusr.OFFSET, Its.IDLE, ItsGenEventr.R.mask())
                .reads(ItsGenEventDidr.OFFSET, ItsGenEventEidr.OFFSET),
            word("ITS_GEN_EVENT_STATUSR", ItsGenEventStatusr.OFFSET, ItsGenEventStatusr.FIELDS)
                .readOnly(() -> Its.IDLE),
            wide("ITS_SWERR_STATUSR", ItsSwerrStatusr.OFFSET, ItsSwerrStatusr.FIELDS)
                .readWrite(OtherHalf.ZERO, errors::status, errors::writeStatus),
            wide("ITS_SWERR_SYNDROMER0", ItsSwerrSyndromer0.OFFSET, ItsSwerrSyndromer0.FIELDS)
                .readOnly(errors::syndrome0),
            wide("ITS_SWERR_SYNDROMER1", ItsSwerrSyndromer1.OFFSET, ItsSwerrSyndromer1.FIELDS)
                .readOnly(errors::syndrome1)));
    }
}
