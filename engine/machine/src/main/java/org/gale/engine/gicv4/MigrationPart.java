package org.gale.engine.gicv4;

import org.gale.tables.memory.StateStream;

/** Migrations as the host of their VMs sees them: what they hold back, and their part of the host's state. */
interface MigrationPart
{
    /** Host whose VMs never migrate. */
    MigrationPart NONE = new MigrationPart()
    {
        @Override
        public boolean isUnderWay()
        {
            return false;
        }

        @Override
        public boolean isOpen()
        {
            return false;
        }

        @Override
        public boolean isStaged()
        {
            return false;
        }

        @Override
        public boolean hasPasses()
        {
            return false;
        }

        @Override
        public boolean holds(final int deviceId, final int eventId)
        {
            return false;
        }

        @Override
        public boolean isHeld(final int deviceId, final int eventId)
        {
            return false;
        }

        @Override
        public int heldCount()
        {
            return 0;
        }

        @Override
        public long held(final int index)
        {
            throw new IllegalStateException("no message waits here: " + index);
        }

        @Override
        public void passMigration(final StateStream stream)
        {
            throw new IllegalStateException("no VM migrates here");
        }

        @Override
        public void passPasses(final StateStream stream)
        {
            throw new IllegalStateException("no VM migrates here");
        }

        @Override
        public void passStaged(final StateStream stream)
        {
            throw new IllegalStateException("no image is restored here");
        }
    };

    /** Returns whether a VM migrates. */
    boolean isUnderWay();

    /** Returns whether a VM is between two steps, so that invariants of its parts do not hold. */
    boolean isOpen();

    /** Returns whether words of an image are staged. */
    boolean isStaged();

    /** Returns whether passes were made that no migration has used yet. */
    boolean hasPasses();

    /**
     * Holds a message that found no translation, if its event is one of the VM that migrates (M-MIG-2).
     *
     * @return true if it waits
     */
    boolean holds(int deviceId, int eventId);

    /** Returns whether the messages of an event wait. */
    boolean isHeld(int deviceId, int eventId);

    /** Returns the number of messages that wait. */
    int heldCount();

    /** Returns a message that waits, the oldest first: its DeviceID in bits 63:32, its EventID below. */
    long held(int index);

    /** Passes the migration that is under way through a stream. */
    void passMigration(StateStream stream);

    /** Passes the log of passes before a migration through a stream. */
    void passPasses(StateStream stream);

    /** Passes the words that are staged through a stream. */
    void passStaged(StateStream stream);
}
