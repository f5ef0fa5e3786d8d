package org.gale.engine.inspect;

import java.io.IOException;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.MachineLimits;
import org.gale.engine.config.PeNumber;
import org.gale.engine.machine.Machine;
import org.gale.tables.register.IccCr0El1;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.ItsCr0;
import org.gale.tables.register.IwbCr0;
import org.gale.tables.register.SystemRegister;

/**
 * View of the topology: each IRS, ITS and IWB with its frames, and each PE with its number, IAFFID, IRS and link. Owned
 * by the thread that owns the machine.
 */
final class TopologyView
{
    private final Machine machine;
    private final Board board;
    private final ViewJson answer;

    TopologyView(final Machine machine, final ViewJson answer)
    {
        this.machine = machine;
        this.board = machine.config().board();
        this.answer = answer;
    }

    void write() throws IOException
    {
        answer.beginList("IRSs");
        for (int n = 0; n < board.irss() && answer.beginEntry(); n++)
        {
            final long config = board.frame(MachineKeys.IRS_CONFIG, n);
            answer.number("IRS", n);
            answer.address("config", config);
            if (machine.config().virtual())
            {
                answer.address("setlpi", board.frame(MachineKeys.IRS_SETLPI, n));
            }
            answer.text("PEs", board.pesOf(n).toString());
            answer.text("SPIs", board.spisOf(n).toString());
            answer.number("IRSEN", IrsCr0.IRSEN.get(control(config + IrsCr0.OFFSET)));
            answer.endEntry();
        }
        answer.endList();
        if (machine.config().virtual())
        {
            sources();
        }
        answer.beginList("PEs");
        for (int pe = 0; pe < machine.config().pes() && answer.beginEntry(); pe++)
        {
            answer.number("PE", pe);
            answer.number("IAFFID", board.iaffids().of(new PeNumber(pe)).value());
            answer.number("IRS", board.irsOf(pe));
            answer.text("link", link(machine, pe));
            answer.endEntry();
        }
        answer.endList();
    }

    private void sources() throws IOException
    {
        answer.beginList("ITSs");
        for (int n = 0; n < board.itss() && answer.beginEntry(); n++)
        {
            final long config = board.frame(MachineKeys.ITS_CONFIG, n);
            answer.number("ITS", n);
            answer.address("config", config);
            answer.address("translate", board.frame(MachineKeys.ITS_TRANSLATE, n));
            answer.number("IRS", board.irsOfIts(n));
            answer.number("ITSEN", ItsCr0.ITSEN.get(control(config + ItsCr0.OFFSET)));
            answer.endEntry();
        }
        answer.endList();
        answer.beginList("IWBs");
        for (int n = 0; n < board.iwbs() && answer.beginEntry(); n++)
        {
            final long config = board.frame(MachineKeys.IWB_CONFIG, n);
            answer.number("IWB", n);
            answer.address("config", config);
            answer.number("ITS", board.itsOf(n));
            answer.number("DeviceID", board.deviceOf(n));
            if (board.wiresOf(n) != MachineLimits.IWB_WIRES)
            {
                answer.number("wires", board.wiresOf(n));
            }
            answer.number("IWBEN", IwbCr0.IWBEN.get(control(config + IwbCr0.OFFSET)));
            answer.endEntry();
        }
        answer.endList();
    }

    private int control(final long address)
    {
        return (int)machine.peek(address, Integer.BYTES);
    }

    /** Returns the state of the link of a PE: a change that waits has not reached it. */
    static String link(final Machine machine, final int pe)
    {
        final long cr0 = machine.registerValue(pe, 1, SystemRegister.ICC_CR0_EL1.code());

        return IccCr0El1.LINK.isSet(cr0) == IccCr0El1.LINK_IDLE.isSet(cr0) ? "up" : "down";
    }
}
