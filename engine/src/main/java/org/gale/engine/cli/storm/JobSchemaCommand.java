package org.gale.engine.cli.storm;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.gale.engine.cli.console.CommonOptions;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gale job schema}: the JSON schema of jobs. Owner: the main thread. */
@Command(name = "schema", mixinStandardHelpOptions = true,
    header = "Print the JSON schema of jobs (2020-12), for editors and validators.")
final class JobSchemaCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() throws IOException
    {
        common.settings(List.of());
        new JobPlanner(JobProfiles.ALL).schema(spec.commandLine().getOut());

        return ExitCode.OK;
    }
}
