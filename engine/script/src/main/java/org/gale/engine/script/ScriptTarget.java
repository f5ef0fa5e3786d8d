package org.gale.engine.script;

import java.util.List;
import org.agrona.DirectBuffer;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.SessionProof;

/**
 * Target of a protocol session: checks, commands and queries of a machine. A session makes the checks first, so the
 * arguments of a command are right. Owned by the thread of the session.
 */
public interface ScriptTarget extends AutoCloseable
{
    /** Code of EL1, as in a command word. {@link #VEL1} is EL1 in the Virtual domain. */
    int EL1 = 1;
    int EL2 = 2;
    int EL3 = 3;
    int VEL1 = 9;

    /** Bit of IRQ in {@link #signals}. */
    int SIGNAL_IRQ = 1;
    int SIGNAL_FIQ = 2;
    int SIGNAL_VIRQ = 4;
    int SIGNAL_VFIQ = 8;

    /** Returns the number of PEs; they are numbered from 0. */
    int peCount();

    /** Returns the number of interrupt translation services. */
    int itsCount();

    /** Returns the number of interrupt wire bridges. */
    int iwbCount();

    boolean spiExists(long id);

    /** Returns whether a register with an IDLE bit of operations is at an address. */
    boolean isStatus(long address);

    /** {@return why no further command is taken: an operation is not in the schedule of the machine; or null} */
    String scheduleRefusal();

    /** Returns whether all bytes of the access lie in RAM or in a register frame. */
    boolean isMapped(long address, int sizeBytes);

    /** Returns whether the whole block lies in RAM. */
    boolean isRam(long address, long lengthBytes);

    boolean isInstructionDefined(int pe, int el, int code);

    boolean isRegisterReadable(int pe, int el, int code);

    boolean isRegisterWritable(int pe, int el, int code);

    /**
     * Returns whether this machine has a physical domain of that name ({@code ns}, {@code s}, {@code el3}, {@code
     * realm}).
     */
    boolean hasDomain(String domain);

    /** Triggers a vector that exists. */
    void trigger(int function, int vector);

    /** Performs a physical load of 1, 2, 4 or 8 bytes. */
    long load(long address, int sizeBytes);

    /** Performs a physical store of 1, 2, 4 or 8 bytes. */
    void store(long address, int sizeBytes, long value);

    /** Reads a block of RAM. A query. */
    void read(long address, byte[] destination, int lengthBytes);

    /** Writes a block of RAM. */
    void write(long address, byte[] source, int lengthBytes);

    /**
     * Executes a GIC system instruction.
     *
     * @return the value of its destination register, 0 if it has none
     */
    long instruction(int pe, int el, int code, long operand);

    long readRegister(int pe, int el, int code);

    void writeRegister(int pe, int el, int code, long value);

    /** Drives a private wire; without effect if there is no such PPI (M-WIRE). */
    void ppi(int pe, long id, int level);

    /** Drives the wire of an SPI that exists. */
    void spi(long id, int level);

    /** Drives a wire of a bridge; without effect if it has no such wire (M-WIRE). */
    void wire(int iwb, long wire, int level);

    /** Performs a device's write to the TRANSLATE frame of an ITS; both ids are unsigned. */
    void msi(int its, int deviceId, int eventId);

    /**
     * Advances virtual time.
     *
     * @return false if that leads beyond the range of the clock, and then nothing happened
     */
    boolean clockStep(long ns);

    /**
     * Returns the candidate that the IRS forwards for a PE in a physical domain. A query (M-CAND).
     *
     * @return the encoded candidate word, 0 if there is none
     */
    long hppi(int pe, String domain);

    /**
     * Returns the candidate of the VPE that is resident on a PE. A query.
     *
     * @return the encoded candidate word, 0 if there is none
     */
    long vhppi(int pe);

    /**
     * Returns the best physical PPI of a PE. A query.
     *
     * @return the encoded candidate word, 0 if there is none
     */
    long ppihppi(int pe);

    /**
     * Returns the best virtual PPI of a PE. A query.
     *
     * @return the encoded candidate word, 0 if there is none
     */
    long vppihppi(int pe);

    /**
     * Returns the four interrupt signals of a PE. A query.
     *
     * @return a mask of {@link #SIGNAL_IRQ} and the others
     */
    int signals(int pe);

    /** Returns the digest of all architectural state. A query. */
    long digest();

    /** Returns the accounting identity and the counters, as one line of JSON. A query. */
    String stats();

    /**
     * Returns a view of {@code gale inspect}, as one line of JSON. A query.
     *
     * @throws IllegalArgumentException with a sentence for the user, if there is no such view.
     */
    String inspect(List<String> view);

    /**
     * Returns an explanation of an interrupt, an event or a vector, as one line of JSON. A query.
     *
     * @throws IllegalArgumentException with a sentence for the user, if the words name nothing.
     */
    String explain(List<String> words);

    /**
     * Returns an explanation of the interrupts that an expected or an actual reply names. A query.
     *
     * @param command  line that was answered.
     * @param expected reply that was expected.
     * @param actual   reply of the machine.
     * @return lines, none if no interrupt is named
     */
    List<String> explainReply(String command, String expected, String actual);

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
     * @return the number of values
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
    boolean isGicv4();

    /**
     * Replaces the machine, to which no command was applied, by a GICv4.1 one with the same RAM.
     *
     * @param keyValues the words of the {@code v4 host} line.
     * @throws IllegalArgumentException with a sentence for the user, if a key or a value is wrong.
     */
    void replaceWithGicv4(List<String> keyValues);

    /** Checks everything that was promised: nothing is lost, nothing is invented. A query. */
    void scan();

    /** Takes the broken promises that commands and scans have shown since the last call; mostly none. */
    List<SessionProof.Notice> takeNotices();

    /** Returns the first promise that was broken, or null. */
    InvariantBrokenException broken();

    /** Called before the first command or query, once the machine cannot be replaced any more. */
    void start();

    /** Flushes the journal. Called before replies leave, so that the commands they answer are journaled by then. */
    void beforeReplies();

    /** Notes that the session ends at a line that was answered FAIL, as it was asked to. Before it is closed. */
    void endsAtFail();

    @Override
    void close();
}
