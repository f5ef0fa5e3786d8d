package org.gale.engine.gicv5.iwb;

import java.util.List;
import org.gale.engine.machine.Identification;
import org.gale.engine.machine.RegisterTable;
import org.gale.tables.register.Aidr;
import org.gale.tables.register.Iidr;
import org.gale.tables.register.InterruptDomain;
import org.gale.tables.register.IwbCr0;
import org.gale.tables.register.IwbIdr0;
import org.gale.tables.register.IwbWdomainStatusr;
import org.gale.tables.register.IwbWdomainr;
import org.gale.tables.register.IwbWenableStatusr;
import org.gale.tables.register.IwbWenabler;
import org.gale.tables.register.IwbWresampler;
import org.gale.tables.register.IwbWtmr;

import static org.gale.engine.machine.FrameRegister.word;
import static org.gale.engine.machine.FrameRegister.words;

/**
 * CONFIG frame of a wire bridge: maps registers to functions of the model. Registers of wires that do not exist are not
 * present. DEVARCH, PIDR and CIDR read 0, because no source gives their values for an IWB.
 */
public final class IwbConfigFrame
{
    private static final int ALL_NON_SECURE = allNonSecure();

    private IwbConfigFrame()
    {
    }

    /** Creates the registers of the frame. */
    public static RegisterTable registers(final Iwb iwb)
    {
        final int banks = iwb.wireCount() / Integer.SIZE;

        return new RegisterTable(List.of(
            word("IWB_IDR0", IwbIdr0.OFFSET, IwbIdr0.FIELDS).readOnly(iwb::idr0),
            word("IWB_IIDR", Iidr.OFFSET, Iidr.FIELDS).readOnly(() -> Identification.IIDR),
            word("IWB_AIDR", Aidr.OFFSET, Aidr.FIELDS).readOnly(() -> Iwb.AIDR),
            word("IWB_CR0", IwbCr0.OFFSET, IwbCr0.FIELDS).readWrite(iwb::cr0, iwb::writeCr0)
                .operation(IwbCr0.OFFSET, IwbCr0.IDLE.mask(), 0),
            word("IWB_WENABLE_STATUSR", IwbWenableStatusr.OFFSET, IwbWenableStatusr.FIELDS)
                .readOnly(() -> Iwb.IDLE),
            word("IWB_WDOMAIN_STATUSR", IwbWdomainStatusr.OFFSET, IwbWdomainStatusr.FIELDS)
                .readOnly(() -> Iwb.IDLE),
            word("IWB_WRESAMPLER", IwbWresampler.OFFSET, IwbWresampler.FIELDS).writeOnly(iwb::writeWresampler),
            words("IWB_WENABLER", IwbWenabler.OFFSET, IwbWenabler.FIELDS, banks)
                .readWrite(iwb::wenabler, iwb::writeWenabler)
                .operation(IwbWenableStatusr.OFFSET, Iwb.IDLE, 0),
            words("IWB_WTMR", IwbWtmr.OFFSET, IwbWtmr.FIELDS, banks).readWrite(iwb::wtmr, iwb::writeWtmr),
            words("IWB_WDOMAINR", IwbWdomainr.OFFSET, IwbWdomainr.FIELDS, iwb.wireCount() / IwbWdomainr.WIRE_COUNT)
                .readOnly(n -> ALL_NON_SECURE)));                               // B-IWB-8: every domain is fixed
    }

    private static int allNonSecure()
    {
        int wdomainr = 0;
        for (int wire = 0; wire < IwbWdomainr.WIRE_COUNT; wire++)
        {
            wdomainr = IwbWdomainr.withDomain(wdomainr, wire, InterruptDomain.NON_SECURE);
        }

        return wdomainr;
    }
}
