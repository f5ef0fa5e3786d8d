package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.StormReport;

/** Session of a storm, by one engine or several, from its plan to its outcome. */
public interface Session
{
    /**
     * End of a session.
     *
     * @param report       of the storm
     * @param proofFailure what is wrong with the proof of a storm that failed itself, or null
     */
    record End(StormReport report, String proofFailure)
    {
    }

    /**
     * Runs and proves the storm. The journal remains until {@link #discard}.
     *
     * @throws org.gale.engine.config.OutcomeException if the storm cannot begin
     */
    End run();

    /** Asks the storm to end in good order. From any thread. */
    void stop();

    /**
     * Removes the files of a session whose process ends at once. From any thread.
     *
     * @throws IOException if the host refuses
     */
    void abandon() throws IOException;

    /** Returns the directory of the journal, or null if there is none. */
    Path journal();

    /**
     * Removes a temporary journal, unless the outcome makes it necessary to find the fault.
     *
     * @throws IOException if the host refuses
     */
    void discard(Outcome outcome) throws IOException;
}
