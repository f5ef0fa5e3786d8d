package org.gale.engine.gicv5.its;

import java.util.List;
import org.gale.engine.gicv5.irs.EventKind;
import org.gale.engine.machine.FrameRegister;
import org.gale.engine.machine.RegisterTable;
import org.gale.tables.register.ItsTranslater;

/**
 * TRANSLATE frame of an ITS as a CPU accesses it: one register that makes an event. No source gives the behaviour of
 * ITS_RL_TRANSLATER, which does not exist.
 */
public final class ItsTranslateFrame
{
    /** DeviceID of a CPU that stores to the frame (M-DEV0). */
    private static final int CPU_DEVICE_ID = 0;

    private ItsTranslateFrame()
    {
    }

    /** Creates the registers of the frame. */
    public static RegisterTable registers(final Its its)
    {
        return new RegisterTable(List.of(
            FrameRegister.word("ITS_TRANSLATER", ItsTranslater.OFFSET, ItsTranslater.FIELDS)
                .writeOnly(eventId -> its.event(CPU_DEVICE_ID, eventId, EventKind.SET_EDGE))));     // B-ITS-1, M-DEV0
    }
}
