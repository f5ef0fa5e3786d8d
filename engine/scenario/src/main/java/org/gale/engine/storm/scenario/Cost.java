package org.gale.engine.storm.scenario;

import java.util.List;
import java.util.stream.Stream;

/** Costs of a virtual run. Each is a time that some work takes, except for {@link #LR_LIMIT}. */
public enum Cost
{
    /** Signal of a resident VPE. */
    SIGNAL("signal", "signalled", "a resident VPE is signalled, to its vector"),
    /** Exit from a guest. */
    EXIT("exit", "signalled", "a PE leaves a guest"),
    /** Entry into a guest. */
    ENTER("enter", "signalled", "a PE enters a guest"),
    /** Physical interrupt or doorbell of the host. */
    HOST_IRQ("host-irq", "signalled", "the host handles a physical interrupt or doorbell"),
    /** Virtual interrupt that software makes pending. */
    INJECT("inject", "signalled", "software puts a virtual interrupt into a list register or pending table"),
    /** Physical interrupt by which software makes a PE exit. */
    KICK("kick", "signalled", "software makes a running PE exit"),
    /** Time for which a PE polls before it blocks: one, or a window that follows the blocks. */
    POLL("poll", "woken", "a block is woken: within this time at once"),
    /** Wake of a block after it was polled for. */
    SCHEDULE("schedule", "woken", "a block is woken: after the time of poll"),
    /** Residency that ends. */
    PUT("put", "waiting", "a VPE's residency ends"),
    /** Residency that begins. */
    LOAD("load", "waiting", "a VPE's residency begins"),
    /** Residency that ends, of a direct vPE: with the wait for the tables. */
    PUT_DIRECT("put-direct", "waiting", "a direct vPE's residency ends (gicv4)", true, PUT),
    /** Residency that begins, of a direct vPE. */
    LOAD_DIRECT("load-direct", "waiting", "a direct vPE's residency begins (gicv4)", true, LOAD),
    /** Move of a vPE to another redistributor, with its SYNC. */
    VMOVP("vmovp", "waiting", "the ITS moves a vPE that is loaded on another PE (gicv4): one at a time", true, null),
    /** Parse of the pending table of a vPE that has become resident. */
    DIRTY("dirty", "signalled", "VPENDBASER.Dirty after load-direct, in parallel with the entry (gicv4)", true, null),
    /** Trap of a guest's ITS command. */
    TRAP("trap", "guest", "the guest's ITS command moves an event"),
    /** End of a virtual interrupt. */
    EOI("eoi", "deactivated", "a virtual interrupt ends"),
    /** Step of a transition of direct injection. */
    TRANSITION_STEP("transition-step", "host", "a step of switching direct injection"),
    /** Trap of an access to the table or the pending bits of a function. */
    MSIX_TABLE("msix-table", "guest", "the guest writes a vector of a function, or reads its pending bits", true, TRAP),
    /** Trap of an access to the configuration of a function. */
    MSIX_CONFIG("msix-config", "guest", "the guest masks or unmasks a function", true, TRAP),
    /** Creation of the successor of a VM that migrates, without the entries of its tables. */
    MIGRATE_VM("migrate-vm", "host", "a monitor makes the successor of a VM, without entries", true, null),
    /** Copy of an entry of an interrupt state table, from a VM into an image or back. */
    MIGRATE_ENTRY("migrate-entry", "host", "a monitor saves or restores an entry of a table", true, null),
    /** Change of a translation entry of a VM that migrates. */
    MIGRATE_ROUTE("migrate-route", "host", "a monitor withdraws or redirects the entry of an event", true, null),
    /** Page of the tables of a VM that migrates, on the link to its successor. */
    MIGRATE_PAGE("migrate-page", "host", "a link sends a page of the tables of a VM that migrates", true, null),
    /** Move of a vector by its guest, which executes two instructions. */
    MOVE("move", "guest", "a guest gives a vector another vCPU, by CDAFF and GSB SYS", true, null),
    /** Move of a vector by the translation entry of its event. */
    MOVE_ENTRY("move-entry", "guest", "a guest gives a vector another LPI by its translation entry, INV and SYNC", true,
        null),
    /** Number of list registers: no time. */
    LR_LIMIT("lr-limit", "signalled", "list registers of a forwarded vCPU: more interrupts wait for an exit");

    /** All costs that are times, in the order of the declaration. */
    public static final List<Cost> TIMES = Stream.of(values()).filter(Cost::isTime).toList();
    /** Longest time that a cost is written with, ns. */
    public static final long LIMIT_NS = 1_000_000_000;
    /** Most list registers. */
    public static final int LR_LIMIT_MAX = 16;

    private final String label;
    private final String stage;
    private final String meaning;
    private final boolean isOptional;
    private final Cost follows;

    Cost(final String label, final String stage, final String meaning)
    {
        this(label, stage, meaning, false, null);
    }

    Cost(
        final String label, final String stage, final String meaning, final boolean isOptional, final Cost follows)
    {
        this.isOptional = isOptional;
        this.follows = follows;
        this.label = label;
        this.stage = stage;
        this.meaning = meaning;
    }

    /** Returns the key that users write. */
    public String label()
    {
        return label;
    }

    /** Returns the stage of a response that the time is part of, or {@code guest} or {@code host} that it is of. */
    public String stage()
    {
        return stage;
    }

    /** Returns the event that spends the time, in words. */
    public String meaning()
    {
        return meaning;
    }

    /** Returns whether a base may have no figure of it. */
    boolean isOptional()
    {
        return isOptional;
    }

    /** {@return the cost whose figure stands for an optional one without a figure; null for one that is 0 then} */
    Cost follows()
    {
        return follows;
    }

    /** Returns whether only hosts spend the time whose devices are functions. */
    public boolean isOfFunctions()
    {
        return this == MSIX_TABLE || this == MSIX_CONFIG;
    }

    /** Returns whether only hosts spend the time whose VMs migrate. */
    public boolean isOfMigrations()
    {
        return this == MIGRATE_VM || this == MIGRATE_ENTRY || this == MIGRATE_ROUTE || this == MIGRATE_PAGE;
    }

    /** Returns whether only guests spend the time that move vectors. */
    public boolean isOfMoves()
    {
        return this == MOVE || this == MOVE_ENTRY;
    }

    /** Returns whether the cost is a time, rather than a number. */
    public boolean isTime()
    {
        return this != LR_LIMIT;
    }

    /** Returns whether the cost is one time or a window, and no distribution. */
    public boolean isFixed()
    {
        return this == POLL;
    }
}
