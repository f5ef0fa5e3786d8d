package org.gale.engine.cli.golden;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Golden files of the words of commands: help, profiles, and the schema of jobs. */
class GoldenWordsTest
{
    @Test
    void shouldExplainCommandsInTheSameWords() throws IOException
    {
        final GoldenFiles golden = new GoldenFiles("words");

        golden.check("storm.txt", GoldenCommand.run("storm", "--help"));
        golden.check("compare.txt", GoldenCommand.run("compare", "--help"));
        golden.check("replay.txt", GoldenCommand.run("replay", "--help"));
        golden.check("sweep-run.txt", GoldenCommand.run("sweep", "run", "--help"));
        golden.check("profiles.txt", GoldenCommand.run("profiles"));
        golden.check("profile-overcommit.txt", GoldenCommand.run("profiles", "overcommit"));
        golden.check("profile-mixed-host.txt", GoldenCommand.run("profiles", "mixed-host"));
        golden.check("job-schema.json", GoldenCommand.run("job", "schema"));
        golden.checkHead("completion.bash", GoldenCommand.run("completion", "bash"));

        golden.end();
    }
}
