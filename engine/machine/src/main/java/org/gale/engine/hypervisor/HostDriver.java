package org.gale.engine.hypervisor;

import org.gale.engine.config.Board;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.DriverPort;
import org.gale.engine.machine.FunctionMigrations;
import org.gale.engine.machine.PrecopyLog;
import org.gale.engine.software.Cpu;
import org.gale.engine.software.IrsDriver;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;

/**
 * Accesses of the host kernel, which runs at EL2, to memory, to the configuration frame of its IRS and to the CPU
 * interfaces. The kernel only goes where it knows that something is, so a refusal of the port is a broken invariant.
 */
final class HostDriver implements Cpu
{
    private static final int EL2 = 2;
    private static final int IDLE = 1;
    private static final int POLL_LIMIT = 100;

    private final DriverPort port;
    private final Board board;
    /** Frame of the IRS through which the host manages VMs, that of PE 0: any does (T-IRS-16). */
    private final long irsFrame;
    private final IrsDriver irs;

    HostDriver(final DriverPort port, final Board board)
    {
        this.port = port;
        this.board = board;
        this.irsFrame = board.frame(MachineKeys.IRS_CONFIG, board.irsOf(0));
        this.irs = new IrsDriver(this, irsFrame);
    }

    /** Returns the driver of the IRS, which this host shares with storms. */
    IrsDriver irs()
    {
        return irs;
    }

    /** Returns whether a PE is linked, so that it can enter a guest. */
    boolean isLinked(final int pe)
    {
        return port.isLinked(pe);
    }

    /** Tells the machine that a VM is about to be destroyed and made again from an image, or that its tables stay. */
    void leaves(final int vmId, final boolean isLeaving)
    {
        port.leaves(vmId, isLeaving);
    }

    /** Tells the machine that a VM which leaves has another id from now on. */
    void follows(final int fromVmId, final int toVmId)
    {
        port.follows(fromVmId, toVmId);
    }

    /** Tells the machine that a VM was made from its image. */
    void arrives(final int vmId)
    {
        port.arrives(vmId);
    }

    /** {@return the functions in front of the ITS; null where there are none} */
    FunctionMigrations functions()
    {
        return port.functions();
    }

    /** Returns the log of passes of the machine's pages. */
    PrecopyLog newLog()
    {
        return new PrecopyLog(port.memory());
    }

    /** Returns the first PE that is linked: there the kernel executes what any PE may; PE 0 if none is. */
    int anyPe()                                                                 // M-LINKINS
    {
        final int pe = firstLinked();

        return pe < board.iaffids().peCount() ? pe : 0;
    }

    /** Returns whether a PE is linked. */
    boolean isAnyLinked()
    {
        return firstLinked() < board.iaffids().peCount();
    }

    private int firstLinked()
    {
        int pe = 0;
        while (pe < board.iaffids().peCount() && !port.isLinked(pe))
        {
            pe++;
        }

        return pe;
    }

    /** Enables all IRSs; on a board of several, as its kernel does with the PEs of each, too. */
    void enableAll()
    {
        final boolean isAlone = board.irss() == 1;
        for (int number = 0; number < board.irss(); number++)
        {
            final IrsDriver each = new IrsDriver(this, board.frame(MachineKeys.IRS_CONFIG, number));
            if (!isAlone)
            {
                each.cache();
            }
            each.enable();                                                      // T-IRS-14
            if (!isAlone)
            {
                board.pesOf(number).numbers().forEach(pe -> each.startPe(board.iaffids().iaffid(pe)));  // T-PE-7
            }
        }
    }

    long load(final long address)
    {
        check(port.load(address, Long.BYTES), address);

        return port.value();
    }

    int loadInt(final long address)
    {
        check(port.load(address, Integer.BYTES), address);

        return (int)port.value();
    }

    void store(final long address, final long value)
    {
        store(address, Long.BYTES, value);
    }

    void storeInt(final long address, final int value)
    {
        store(address, Integer.BYTES, value);
    }

    @Override
    public void store(final long address, final int sizeBytes, final long value)
    {
        check(port.store(address, sizeBytes, value), address);
    }

    @Override
    public void store(final long address, final byte[] bytes, final int length)
    {
        for (int i = 0; i < length; i++)
        {
            store(address + i, Byte.BYTES, bytes[i]);
        }
    }

    /** Stores zeros over the words that are not zero, so that pages that were never used stay untouched. */
    void zero(final long address, final long lengthBytes)
    {
        for (long at = address; at < address + lengthBytes; at += Long.BYTES)
        {
            if (load(at) != 0)
            {
                store(at, 0);
            }
        }
    }

    /** Returns the value of a 32-bit register of the IRS. */
    int irs(final int offset)
    {
        return loadInt(irsFrame + offset);
    }

    void irs(final int offset, final int value)
    {
        storeInt(irsFrame + offset, value);
    }

    /** Returns the value of a 64-bit register of the IRS. */
    long irsWide(final int offset)
    {
        return load(irsFrame + offset);
    }

    void irsWide(final int offset, final long value)
    {
        store(irsFrame + offset, value);
    }

    /**
     * Polls a status register of the IRS until its bit IDLE is 1.                 B-IRS-2, K-CMD-2
     *
     * @return false after {@link #POLL_LIMIT} reads without success
     */
    boolean awaitIdle(final int statusOffset)
    {
        return awaitIdleAt(irsFrame + statusOffset);
    }

    /**
     * Polls a status register of any frame until its bit IDLE is 1.
     *
     * @return false after {@link #POLL_LIMIT} reads without success
     */
    boolean awaitIdleAt(final long address)
    {
        for (int i = 0; i < POLL_LIMIT; i++)
        {
            if ((loadInt(address) & IDLE) != 0)
            {
                return true;
            }
        }

        return false;
    }

    long read(final int pe, final SystemRegister register)
    {
        check(port.readRegister(pe, EL2, register.code()), register.code());

        return port.value();
    }

    void write(final int pe, final SystemRegister register, final long value)
    {
        writeRegister(pe, EL2, register.code(), value);
    }

    @Override
    public void writeRegister(final int pe, final int el, final int code, final long value)
    {
        check(port.writeRegister(pe, el, code, value), code);
    }

    void execute(final int pe, final GicInstruction instruction, final long operand)
    {
        instruction(pe, EL2, instruction.code(), operand);
    }

    @Override
    public void instruction(final int pe, final int el, final int code, final long operand)
    {
        check(port.instruction(pe, el, code, operand), code);
    }

    /** Executes CDIA and returns its result. */
    long acknowledge(final int pe)
    {
        execute(pe, GicInstruction.CDIA, 0);

        return port.value();
    }

    private static void check(final int status, final long where)
    {
        if (status != DriverPort.OK)
        {
            throw new IllegalStateException(
                "the machine refuses its host: status=" + status + ", where=0x" + Long.toHexString(where));
        }
    }
}
