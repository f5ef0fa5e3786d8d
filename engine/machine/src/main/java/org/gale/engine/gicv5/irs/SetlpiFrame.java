package org.gale.engine.gicv5.irs;

import java.util.List;
import java.util.function.IntConsumer;
import org.gale.engine.machine.FrameRegister;
import org.gale.engine.machine.RegisterTable;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IrsSetlpir;

/** The SETLPI frame of an IRS: one register that makes a physical LPI pending. */
public final class SetlpiFrame
{
    private SetlpiFrame()
    {
    }

    /**
     * Creates the registers of the frame of an IRS: it reaches every LPI (T-IRS-21).
     *
     * @param setter takes the ID of an LPI that is to become pending
     */
    public static RegisterTable registers(final IntConsumer setter)
    {
        return new RegisterTable(List.of(
            FrameRegister.word("IRS_SETLPIR", IrsSetlpir.OFFSET, IrsSetlpir.FIELDS)
                .writeOnly(value -> setter.accept(IrsSetlpir.ID.get(value)))));
    }

    /** Makes an LPI pending. Returns false if it cannot be reached. */
    public static boolean set(final Irs irs, final int number, final int id)    // B-SWE-1, M-SETLPI
    {
        irs.askedAt(number);

        return irs.event(irs.physicalOwner(), Intid.of(Intid.TYPE_LPI, id), EventKind.SET_EDGE);
    }
}
