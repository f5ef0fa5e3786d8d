package org.gale.engine.storm.run;

import java.io.IOException;

/**
 * Rehearsal in the warm-up of a storm. The compiler leaves out a branch that it has not seen taken, and drops the code
 * of the loop when the branch is taken for the first time: to compile it anew takes 100 ms of a core. A rehearsal takes
 * such branches early, on objects of its own.
 *
 * <p><b>Threads.</b> The engine's, but for {@link #abandon}.
 *
 * <p><b>Guarantees.</b> Neither machine, journal, counters nor latencies of the storm change.
 */
interface Rehearsal extends AutoCloseable
{
    /** Rehearsal that does nothing. */
    Rehearsal NONE = new Rehearsal()
    {
        @Override
        public void prepare()
        {
            // Nothing is rehearsed.
        }

        @Override
        public void run()
        {
            // Nothing is rehearsed.
        }

        @Override
        public void abandon()
        {
            // There are no files.
        }

        @Override
        public void close()
        {
            // There are no files.
        }
    };

    /** Makes the objects of the rehearsal, unless they are made. */
    void prepare();

    /** Rehearses once. */
    void run();

    /**
     * Removes the files of a rehearsal whose process ends at once. From any thread.
     *
     * @throws IOException if the host refuses
     */
    void abandon() throws IOException;

    /** Ends the rehearsal, and removes its files. Idempotent. */
    @Override
    void close();
}
