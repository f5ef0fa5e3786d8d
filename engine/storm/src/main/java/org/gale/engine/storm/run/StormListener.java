package org.gale.engine.storm.run;

import java.nio.file.Path;
import java.util.List;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormProgress;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormResult;

/** Front end of a storm, called at each step of a session. All calls come from the thread that runs the session. */
public interface StormListener
{
    /** Purpose for which a journal is read. */
    enum Reading
    {
        /** Each byte is checked. */
        VERIFICATION,
        /** The live run is proven. */
        REPLAY,
        /** The machine is brought to the end of the journal. */
        REPLAY_TO_RESUME
    }

    /** Shows the progress of a reading; called often. */
    void reading(Reading reading, long doneBytes, long totalBytes, double commandsPerS);

    /** Removes the progress of a reading. */
    void readEnded();

    /**
     * Names the temporary journals that earlier runs have left, because they were killed or failed.
     *
     * @param journals one or more
     */
    void left(List<Path> journals);

    /** Shows a storm that is about to begin. */
    void beginning(StormDescription description);

    /**
     * Says where producers of other processes can attach.
     *
     * @param first name of the first lane's file
     * @param last  name of the last lane's file
     */
    void attachable(Path directory, String first, String last);

    /**
     * Shows the progress of a storm that runs from now on.
     *
     * @param progress        read at any time, from any thread
     * @param deliveredBefore interrupts that the storm delivered before it was resumed
     */
    void running(StormProgress progress, long deliveredBefore);

    /** Says why {@code gale stat} cannot show the storm. */
    void uncounted(String reason);

    /** Says why the lane files are not watched any more: lanes at fault are not made anew. */
    void unwatched(String reason);

    /** Says what of the lane files was not removed at the end, and why. */
    void lanesRemain(String reason);

    /**
     * Shows a broken promise while the machine is as the run has left it.
     *
     * @param machine for queries during the call, which comes from the thread of its engine
     */
    void broken(InvariantBrokenException broken, Machine machine);

    /** Removes the progress of a storm that has ended or failed. */
    void ended();

    /** Shows the measurements. */
    void measured(StormDescription description, StormResult result);

    /** Shows the proof. */
    void proven(StormDescription description, StormResult result, StormProof proof);

    /** Says that a temporary journal stays, because it is needed to find the fault. */
    void kept(Path journal);
}
