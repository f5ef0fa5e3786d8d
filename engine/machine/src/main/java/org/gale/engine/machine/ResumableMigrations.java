package org.gale.engine.machine;

/**
 * Queries of a host whose VMs migrate on the wall clock, where a storm goes on from its journal in the middle of a
 * migration. They change nothing and are not journaled. Owned by the thread that owns the machine.
 */
public interface ResumableMigrations extends MigratingHost
{
    /** Number of no VM. */
    int NONE = -1;

    /**
     * {@return the number of the VM that migrates, also once it is destroyed; {@link #NONE} if none does}
     */
    int migrating();

    /** {@return the number of the step that was carried out last; 0 if no VM migrates} */
    int migrationStep();

    /** {@return the number of the successor of the VM that migrates; {@link #NONE} before it exists} */
    int migrationSuccessor();

    /** {@return the passes that have sent pages of a VM, of which no migration has used any yet} */
    int passes(int vm);

    /** {@return the messages that wait for the VM that migrates} */
    long waitingMessages();

    /** {@return the number of the VM that has a VM id now; {@link #NONE} of an id that none has} */
    int numberOf(int vmId);
}
