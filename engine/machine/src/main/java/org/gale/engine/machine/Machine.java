package org.gale.engine.machine;

import java.util.List;
import org.agrona.DirectBuffer;
import org.gale.engine.command.CommandException;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateReader;
import org.gale.tables.memory.StateWriter;

/**
 * Interrupt controller with its PEs, as a function {@code state' = apply(state, command)} with outputs. Equal commands
 * give equal tables, outputs and digests everywhere. Storms, scripts and benchmarks all go through {@link #apply};
 * there is no other way in.
 * <p>One thread owns a machine. Methods that are called queries change nothing and are not journaled.
 */
public interface Machine extends AutoCloseable
{
    /** Bit 63, set in the word of a query that found a candidate. */
    long CANDIDATE_VALID = 1L << 63;

    /** Returns the configuration that the machine was made with. */
    MachineConfig config();

    /** Returns the RAM, which others than the machine only read. */
    PhysicalMemory memory();

    /** Returns the log of outputs of the commands. */
    Outputs outputs();

    /**
     * Applies commands until the end of a frame or until the outputs need to be cleared; at least one.
     *
     * @param frame     holds the commands
     * @param offset    of the first command, bytes
     * @param endOffset of the end of the frame's commands, bytes
     * @return the offset after the last command applied, bytes
     * @throws CommandException if a word begins no command; the commands before it are applied
     */
    int apply(DirectBuffer frame, int offset, int endOffset);

    /**
     * Applies commands of a part of a frame, as {@link #apply(DirectBuffer, int, int)} does. RAM may be behind until
     * {@link #endFrame}, or until {@link #memory}, {@link #digest}, {@link #save} or another query is called: a caller
     * that kept a reference to RAM, accounts or queries must not read it before.
     *
     * @param frame     holds the commands
     * @param offset    of the first command, bytes
     * @param endOffset of the end of the part, bytes
     * @return the offset after the last command applied, bytes
     * @throws CommandException if a word begins no command; the commands before it are applied
     */
    int applyPart(DirectBuffer frame, int offset, int endOffset);

    /** Ends a frame whose parts were applied: RAM is true from now on. */
    void endFrame();

    /**
     * Applies one command.
     *
     * @param frame  holds the command
     * @param offset of the command, bytes
     * @return the offset after the command, bytes
     * @throws CommandException if the word begins no command; nothing is applied
     */
    int apply(DirectBuffer frame, int offset);

    /** Returns whether a whole access lies inside RAM or inside one register frame. A query. */
    boolean isMapped(long address, int sizeBytes);

    /**
     * Returns whether an instruction is defined at an EL. A query.
     *
     * @param el   of script.md#exception-levels, {@link Commands#VEL1} for vel1
     * @param code of the instruction
     */
    boolean isInstructionDefined(int el, int code);

    /**
     * Returns whether a system register is defined at an EL. A query.
     *
     * @param el    of script.md#exception-levels, {@link Commands#VEL1} for vel1
     * @param code  of the register
     * @param write true to ask for a write, false for a read
     */
    boolean isRegisterDefined(int el, int code, boolean write);

    /**
     * Returns whether the GIC instructions and registers of EL1 are undefined for the guest on a PE that has them. A
     * query.
     */
    boolean isGuestUndefined(int pe);

    /** Returns whether an SPI exists; every int is a valid argument. A query. */
    boolean spiExists(int id);

    /** Returns the value that a load from a mapped address would read (B-TRAP-31). A query. */
    long peek(long address, int sizeBytes);

    /** Returns the register frames; a load from a frame is a query, too. */
    FrameMap frames();

    /** Returns the value of a system register that is readable at an EL. A query. */
    long registerValue(int pe, int el, int code);

    /**
     * Returns the best candidate of a PE, whatever its mask says. A query.
     *
     * @return {@link #CANDIDATE_VALID} and a word of {@link Candidate}, or 0 if there is none, as on every GICv4
     */
    long candidate(int pe, CandidateKind kind);

    /**
     * Returns the interrupt signals of a PE. A query.
     *
     * @return irq, fiq, virq and vfiq in bits 0 to 3
     */
    int signals(int pe);

    /** Returns the PEs to which a virtual interrupt is signalled. A query. */
    PeSet virqs();

    /**
     * Checks that all interrupt signals are those of the candidates, and that signals and doorbells would follow the
     * next candidate (P5).
     *
     * @return the first PE or VPE that violates this, and how; null if there is none
     */
    String unsettled();

    /** Returns the accounting by owner. */
    Accounts accounts();

    /** Returns the number of events that no ITS translated; they belong to no VM. A query. */
    long untranslated();

    /**
     * Returns the number of events that an ITS translated to an LPI which is not there, or to one of a VM which is not
     * there. They stand in no ledger. A query.
     */
    long unreachable();

    /**
     * Returns the number of operations that were ignored because another one under their IDLE bit waited. A query.
     */
    long ignoredOperations();

    /** Returns the first operations that were ignored since the machine was made or restored, by name. */
    List<IgnoredOperation> namedIgnoredOperations();

    /** Returns the number of software errors that IRSs and ITSs have reported, latched or not. */
    long softwareErrors();

    /** {@return the delays of operations that take effect later, or null if all take effect at once} */
    OperationDelays operationDelays();

    /** Returns the number of instructions without effect because the link of their PE was down. A query. */
    long unlinkedInstructions();

    /**
     * Returns the events that an ITS has translated and an IRS has not accepted yet. A query.
     *
     * @return the events, or null on a machine whose events do not wait: without {@code ops.order=1}
     */
    UnsyncedEvents unsyncedEvents();

    /** Returns the accounts of functions in front of the ITS, or null while none was used. A query. */
    FunctionAccounts functions();

    /** Returns the deliberate mistakes that the machine was asked for, and how often each acted. A query. */
    List<Control> controls();

    /**
     * Returns the queries that only machines of this kind answer.
     *
     * @return {@link InterruptQueries} of a GICv5, {@link DirectQueries} of a host of GICv4.1
     */
    MachineQueries queries();

    /**
     * Returns the queries of how its ITSs translate.
     *
     * @return the queries, or null on a host of GICv4.1
     */
    TranslationQueries translations();

    /**
     * Returns a family of host verbs.
     *
     * @param family of a HOST word: 1 kvm, 2 v4, 3 msix, 4 irqfd
     * @return the verbs, or null if the machine has no such family
     */
    HostVerbs hostVerbs(int family);

    /** Returns the bytes that candidate indexes take. */
    long indexBytes();

    /**
     * Sets a probe that reads a clock outside the machine, between translating a run of MSIs and making them pending.
     * The probe is called once for a run of up to 1,024 MSIs, which take 45 us; to read the clock takes 30 ns. A caller
     * that took the two steps itself would have to find the runs, a read of each word. Between the steps a command
     * would be half applied, which a digest or snapshot must not see.
     *
     * @param probe called on the machine's thread
     */
    void onTranslated(Runnable probe);

    /** Saves all state, between two commands, and finishes the stream. A query. */
    void save(StateWriter writer);

    /**
     * Restores a saved state into this machine, which is at reset and has the same configuration.
     *
     * @return the digests that were saved and those of this machine now
     * @throws org.gale.tables.memory.StateException if the stream is no saved state of such a machine; this machine can
     *                                               only be closed then
     */
    Restored restore(StateReader reader);

    /** Returns the digest of all architectural state. A query; costs the pages written since the last one. */
    long digest();

    /** Returns the number of pages of 4 KiB that the last {@link #digest} read. A query. */
    int digestedPages();

    /** Returns the digest of the run: all commands and outputs in order, with the state now. A query. */
    default long runDigest()
    {
        return runDigest(digest());
    }

    /**
     * Returns the digest of the run for a caller that has the digest of the state. A query.
     *
     * @param stateDigest {@link #digest()} of the state now
     */
    long runDigest(long stateDigest);

    /** Returns the number of commands applied since reset, TIME not counted. */
    long commandCount();

    /** Releases all memory. Idempotent. */
    @Override
    void close();
}
