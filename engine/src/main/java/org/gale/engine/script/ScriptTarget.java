package org.gale.engine.script;

import java.util.List;
import org.agrona.DirectBuffer;

/**
 * What a protocol session needs of a machine: checks, commands and looks. A session asks the checks first; what it then
 * passes to a command is right. Owner: the thread of the session.
 */
public interface ScriptTarget extends AutoCloseable
{
    /** EL codes as in a command word. {@link #VEL1} is EL1 in the Virtual domain. */
    int EL1 = 1;
    int EL2 = 2;
    int EL3 = 3;
    int VEL1 = 9;

    /** Bits of {@link #signals}. */
    int SIGNAL_IRQ = 1;
    int SIGNAL_FIQ = 2;
    int SIGNAL_VIRQ = 4;
    int SIGNAL_VFIQ = 8;

    /** The number of PEs; they are numbered from 0. */
    int peCount();

    /** The number of interrupt translation services. */
    int itsCount();

    /** The number of interrupt wire bridges. */
    int iwbCount();

    boolean spiExists(long id);

    /** Do all bytes of the access lie in RAM or in a register frame? */
    boolean isMapped(long address, int sizeBytes);

    /** Does the whole block lie in RAM? */
    boolean isRam(long address, long lengthBytes);

    boolean isInstructionDefined(int pe, int el, int code);

    boolean isRegisterReadable(int pe, int el, int code);

    boolean isRegisterWritable(int pe, int el, int code);

    /** Is there a physical domain of that name ({@code ns}, {@code s}, {@code el3}, {@code realm}) in this machine? */
    boolean hasDomain(String domain);

    /** A physical load of 1, 2, 4 or 8 bytes. */
    long load(long address, int sizeBytes);

    /** A physical store of 1, 2, 4 or 8 bytes. */
    void store(long address, int sizeBytes, long value);

    /** Reads a block of RAM. A look. */
    void read(long address, byte[] destination, int lengthBytes);

    /** Writes a block of RAM. */
    void write(long address, byte[] source, int lengthBytes);

    /** Executes a GIC system instruction, and returns the value of its destination register, 0 if it has none. */
    long instruction(int pe, int el, int code, long operand);

    long readRegister(int pe, int el, int code);

    void writeRegister(int pe, int el, int code, long value);

    /** Drives a private wire; without effect if there is no such PPI (M-WIRE). */
    void ppi(int pe, long id, int level);

    /** Drives the wire of an SPI that exists. */
    void spi(long id, int level);

    /** Drives a wire of a bridge; without effect if it has no such wire (M-WIRE). */
    void wire(int iwb, long wire, int level);

    /** A device's write to the TRANSLATE frame of an ITS; both ids are unsigned. */
    void msi(int its, int deviceId, int eventId);

    /** Advances virtual time; false if that leads beyond the range of the clock, and then nothing happened. */
    boolean clockStep(long ns);

    /** The candidate word that the IRS forwards for a PE in a physical domain, 0 if there is none. A look (M-CAND). */
    long hppi(int pe, String domain);

    /** The candidate word of the VPE that is resident on a PE. A look. */
    long vhppi(int pe);

    /** The best physical PPI of a PE. A look. */
    long ppihppi(int pe);

    /** The best virtual PPI of a PE. A look. */
    long vppihppi(int pe);

    /** The four interrupt signals of a PE. A look. */
    int signals(int pe);

    /** The digest of all architectural state. A look. */
    long digest();

    /** The accounting identity and the counters, as one line of JSON. A look. */
    String stats();

    /**
     * A view of {@code gale inspect}, as one line of JSON. A look.
     *
     * @throws IllegalArgumentException with a sentence for the user, if there is no such view.
     */
    String inspect(List<String> view);

    /**
     * Checks the command of a host verb, and changes nothing.
     *
     * @param words the command
     * @return the reason why its line is FAIL, or null
     */
    String hostRefusal(DirectBuffer words);

    /**
     * Executes the command of a host verb that is not refused.
     *
     * @param words       the command
     * @param lengthBytes of the command
     * @param values      takes the errno word and the values behind it
     * @return how many of them there are
     */
    int hostCommand(DirectBuffer words, int lengthBytes, long[] values);

    /**
     * Answers the query of a host verb that is not refused.
     *
     * @param words the query
     * @return the text behind {@code OK } of the reply
     */
    String hostQuery(DirectBuffer words);

    /**
     * Returns whether the machine is a GICv4.1 one, which takes the memory verbs on RAM, {@code v4} and queries only.
     */
    default boolean isGicv4()
    {
        return false;
    }

    /**
     * Replaces the machine, to which no command was applied, by a GICv4.1 one with the same RAM.
     *
     * @param keyValues the words of the {@code v4 host} line.
     * @throws IllegalArgumentException with a sentence for the user, if a key or a value is wrong.
     */
    default void becomeGicv4(final List<String> keyValues)
    {
        throw new IllegalArgumentException("this machine cannot be replaced");
    }

    /** Called before the first command or query, once the machine cannot be replaced any more. */
    default void start()
    {
    }

    /** Called before replies leave: what they acknowledge is journaled by then. */
    void beforeReplies();

    @Override
    void close();
}
