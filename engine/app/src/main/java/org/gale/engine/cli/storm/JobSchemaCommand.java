package org.gale.engine.cli.storm;

import java.io.IOException;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import picocli.CommandLine.Command;

/** {@code gale job schema}: the JSON schema of jobs. Owner: the main thread. */
@Command(name = "schema", mixinStandardHelpOptions = true,
    header = "Print the JSON schema of jobs (2020-12), for editors and validators.")
final class JobSchemaCommand extends ConsoleCommand
{
    @Override
    public Integer call() throws IOException
    {
        checkSettings();
        new JobPlanner(JobProfiles.ALL).schema(out());

        return ExitCode.OK;
    }
}
