package org.gale.engine.command;

import org.agrona.MutableDirectBuffer;
import org.gale.ringbuf.CommandWord;

/**
 * HOST commands of family 1, {@code kvm}, as words. Each encoder writes one command at an offset and returns the offset
 * behind it; the rest are the fields of the words.
 * <pre>
 *          63    60 59    56 55        48 47        40 39                                 0
 *          +-------+--------+------------+------------+-----------------------------------+
 *  word 0  | 11    | length |     1      |    verb    |       modifier, as the verb says  |
 *          +-------+--------+------------+------------+-----------------+-----------------+
 *  word 1  |                  VM 63:32                |   vCPU 31:16    |  argument 15:0  |
 *          +------------------------------------------+-----------------+-----------------+
 *  word 2… |                              operands, as the verb says                       |
 *          +-------------------------------------------------------------------------------+
 * </pre>
 * Where a verb has no vCPU its argument takes bits 31:0. A number that its field cannot hold is encoded as all ones,
 * which no VM, vCPU or PE has.
 */
public final class KvmCommands
{
    /** Family of the HOST commands. */
    public static final int FAMILY = 1;
    /** Operand words that a command has at most behind word 1. */
    public static final int OPERAND_LIMIT = CommandWord.WORD_LIMIT - 2;

    /** Modifier of CREATE_DEVICE: the type is ours. */
    public static final int DEVICE_KNOWN = 1;
    /** Modifier of CREATE_DEVICE: asks for support only. */
    public static final int DEVICE_TEST = 2;
    /** Position of the type in the modifier of IRQ_LINE; the level is bit 0. */
    public static final int LINE_TYPE_SHIFT = 1;

    private static final int OPCODE_SHIFT = 60;
    private static final int FAMILY_SHIFT = 48;
    private static final int VERB_SHIFT = 40;
    private static final int VERB_MASK = 0xff;
    private static final long MODIFIER_MASK = (1L << VERB_SHIFT) - 1;
    private static final int VM_SHIFT = 32;
    private static final int VCPU_SHIFT = 16;
    private static final int HALF_MASK = 0xffff;
    private static final long WORD_MASK = 0xffff_ffffL;

    private KvmCommands()
    {
    }

    /**
     * Writes a command whose word 1 names a VM, a vCPU and an argument of 16 bits.
     *
     * @param buffer   takes the words
     * @param offset   of the first word, bytes
     * @param verb     to be executed or asked
     * @param modifier bits 39:0 of word 0
     * @param vm       number of the VM
     * @param vcpu     index of the vCPU
     * @param argument of at most 16 bits
     * @return the offset behind the command
     */
    public static int ofVcpu(
        final MutableDirectBuffer buffer,
        final int offset,
        final KvmVerb verb,
        final long modifier,
        final long vm,
        final long vcpu,
        final long argument)
    {
        buffer.putLong(offset, word0(verb, 2, modifier));
        buffer.putLong(offset + Long.BYTES,
            (clamp(vm, WORD_MASK) << VM_SHIFT) | (clamp(vcpu, HALF_MASK) << VCPU_SHIFT) | clamp(argument, HALF_MASK));

        return offset + 2 * Long.BYTES;
    }

    /**
     * Writes a command whose word 1 names a VM and an argument of 32 bits.
     *
     * @param buffer   takes the words
     * @param offset   of the first word, bytes
     * @param verb     to be executed or asked
     * @param modifier bits 39:0 of word 0
     * @param vm       number of the VM
     * @param argument of at most 32 bits
     * @param operands further words, at most {@link #OPERAND_LIMIT}
     * @return the offset behind the command
     */
    public static int ofVm(
        final MutableDirectBuffer buffer,
        final int offset,
        final KvmVerb verb,
        final long modifier,
        final long vm,
        final long argument,
        final long... operands)
    {
        buffer.putLong(offset, word0(verb, 2 + operands.length, modifier));
        buffer.putLong(
            offset + Long.BYTES, (clamp(vm, WORD_MASK) << VM_SHIFT) | clamp(argument, WORD_MASK));
        int at = offset + 2 * Long.BYTES;
        for (final long operand : operands)
        {
            buffer.putLong(at, operand);
            at += Long.BYTES;
        }

        return at;
    }

    /**
     * Returns the verb of a command.
     *
     * @return the verb, or null if there is none of its number
     */
    public static KvmVerb verb(final long word0)
    {
        return KvmVerb.byNumber((int)(word0 >>> VERB_SHIFT) & VERB_MASK);
    }

    /** Returns the number of operand words behind word 1. */
    public static int operandCount(final long word0)
    {
        return CommandWord.length(word0) - 2;
    }

    /**
     * Returns bits 39:0 of word 0.
     */
    public static long modifier(final long word0)
    {
        return word0 & MODIFIER_MASK;
    }

    /**
     * Returns the number of a VM, not negative.
     *
     * @return the number, or {@link Integer#MAX_VALUE} for one that no VM has
     */
    public static int vm(final long word1)
    {
        return (int)Math.min(word1 >>> VM_SHIFT, Integer.MAX_VALUE);
    }

    /**
     * Returns the index of a vCPU.
     *
     * @return an index, 0 to 65,535
     */
    public static int vcpu(final long word1)
    {
        return (int)(word1 >>> VCPU_SHIFT) & HALF_MASK;
    }

    /**
     * Returns an argument of 16 bits.
     */
    public static int argument16(final long word1)
    {
        return (int)word1 & HALF_MASK;
    }

    /**
     * Returns an argument of 32 bits, unsigned.
     */
    public static long argument32(final long word1)
    {
        return word1 & WORD_MASK;
    }

    private static long word0(final KvmVerb verb, final int words, final long modifier)
    {
        return ((long)CommandWord.HOST << OPCODE_SHIFT) | ((long)words << CommandWord.WORDS_SHIFT) |
            ((long)FAMILY << FAMILY_SHIFT) | ((long)verb.number() << VERB_SHIFT) | (modifier & MODIFIER_MASK);
    }

    private static long clamp(final long value, final long max)
    {
        return Long.compareUnsigned(value, max) < 0 ? value : max;
    }
}
