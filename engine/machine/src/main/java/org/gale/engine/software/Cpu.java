package org.gale.engine.software;

/** CPUs on which a driver runs: its physical stores, GIC instructions and writes of system registers, in order. */
public interface Cpu
{
    /**
     * Stores to RAM or to a register.
     *
     * @param address   physical
     * @param sizeBytes 1, 2, 4 or 8
     * @param value     whose low bytes are stored
     */
    void store(long address, int sizeBytes, long value);

    /**
     * Stores bytes to RAM.
     *
     * @param address physical
     * @param length  in bytes
     */
    void store(long address, byte[] bytes, int length);

    /**
     * Executes a GIC system instruction.
     *
     * @param pe      executes it
     * @param el      exception level
     * @param code    op0:op1:CRn:CRm:op2
     * @param operand of the instruction
     */
    void instruction(int pe, int el, int code, long operand);

    /**
     * Writes a system register.
     *
     * @param pe    whose register
     * @param el    exception level
     * @param code  op0:op1:CRn:CRm:op2
     * @param value to be written
     */
    void writeRegister(int pe, int el, int code, long value);
}
