package org.gale.engine.machine;

import org.gale.tables.memory.PhysicalMemory;

/**
 * Port through which a driver acts on a machine from within a command: physical loads and stores, GIC instructions and
 * system registers. An access answers with a status and never with an exception; {@link #value} then has the value that
 * was read. Owned by the thread that owns the machine.
 */
public interface DriverPort
{
    /** The access took place. */
    int OK = 0;
    /** Neither RAM nor a register frame is at the address: nothing happened. */
    int UNMAPPED = 1;
    /** The PE has no such instruction or register at that exception level: nothing happened. */
    int UNDEFINED = 2;

    /**
     * Loads 1, 2, 4 or 8 bytes.
     *
     * @param address   physical
     * @param sizeBytes of the access
     * @return {@link #OK} or {@link #UNMAPPED}
     */
    int load(long address, int sizeBytes);

    /**
     * Stores 1, 2, 4 or 8 bytes.
     *
     * @param address   physical
     * @param sizeBytes of the access
     * @param value     whose low bytes are stored
     * @return {@link #OK} or {@link #UNMAPPED}
     */
    int store(long address, int sizeBytes, long value);

    /**
     * Executes a GIC system instruction.
     *
     * @param pe      executes it
     * @param el      of script.md#exception-levels: 1 to 3, or {@code Commands.VEL1}
     * @param code    op0:op1:CRn:CRm:op2
     * @param operand of the instruction, ignored where it has none
     * @return {@link #OK} or {@link #UNDEFINED}
     */
    int instruction(int pe, int el, int code, long operand);

    /**
     * Reads a system register.
     *
     * @param pe   whose register
     * @param el   of script.md#exception-levels: 1 to 3, or {@code Commands.VEL1}
     * @param code op0:op1:CRn:CRm:op2
     * @return {@link #OK} or {@link #UNDEFINED}
     */
    int readRegister(int pe, int el, int code);

    /**
     * Writes a system register.
     *
     * @param pe    whose register
     * @param el    of script.md#exception-levels: 1 to 3, or {@code Commands.VEL1}
     * @param code  op0:op1:CRn:CRm:op2
     * @param value to be written
     * @return {@link #OK} or {@link #UNDEFINED}
     */
    int writeRegister(int pe, int el, int code, long value);

    /**
     * Tells that a VM is about to be destroyed, and made again from an image: what is owed to it is carried (M-MIG-1).
     *
     * @param vmId      that it has
     * @param isLeaving false if it was destroyed, and its tables are still there
     */
    void leaves(int vmId, boolean isLeaving);

    /**
     * Tells that a VM which {@link #leaves} has another id from now on, to which its account follows.
     *
     * @param fromVmId that it had, or that an earlier attempt had
     */
    void follows(int fromVmId, int toVmId);

    /** Tells that a VM was made from its image: what was carried has to be pending again, and nothing else. */
    void arrives(int vmId);

    /** {@return the functions in front of the ITS, as migrations of their VMs take them; null where there are none} */
    FunctionMigrations functions();

    /** Returns the RAM, which keeps for a host's dirty log what was written. */
    PhysicalMemory memory();

    /** Returns whether the link of a PE is up, so that its instructions reach the IRS (M-LINKINS). */
    boolean isLinked(int pe);

    /**
     * Returns the value read by the last load, register read or acknowledge instruction that was {@link #OK}.
     */
    long value();
}
