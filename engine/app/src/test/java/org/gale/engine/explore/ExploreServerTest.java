package org.gale.engine.explore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.gale.engine.host.ThreadHost;
import org.gale.engine.json.JsonText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Checks of requests: the token, the host, the page that asks, and how many questions wait. */
class ExploreServerTest
{
    private static final long IDLE_NS = 60_000_000_000L;
    private static final long LIMIT_S = 20;

    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final AtomicReference<Throwable> ended = new AtomicReference<>();
    private ExploreServer server;
    private ExecutorService threads;
    private Future<?> serving;
    private String host;
    private int port;
    private String token;

    @BeforeEach
    void open() throws IOException
    {
        server = ExploreServer.open(0);
        host = server.url().replaceFirst("^http://([^/]*)/.*", "$1");
        port = Integer.parseInt(host.substring(host.indexOf(':') + 1));
        token = server.url().substring(server.url().lastIndexOf('/') + 1);
        threads = ThreadHost.tasks(1);
        serving = threads.submit(() ->
        {
            server.serve(new Answers(), IDLE_NS);
            return null;
        });
    }

    @AfterEach
    void close() throws Exception
    {
        release.countDown();
        server.end();
        serving.get(LIMIT_S, TimeUnit.SECONDS);
        server.close();
        ThreadHost.end(threads);
    }

    /** Answers: one that waits, one that fails, and one that says what was asked. */
    private final class Answers implements ExploreServer.Answers
    {
        @Override
        public JsonText.Fields answer(final PageQuestion asked, final Runnable check) throws IOException
        {
            switch (asked.path())
            {
                case "wait" -> await(check);
                case "wrong" -> throw new IllegalArgumentException("<b>no</b> command 9");
                case "broken" -> throw new IOException("frame 3 is damaged");
                case "none" ->
                {
                    return null;
                }
                default ->
                {
                    // Answered below.
                }
            }

            return json -> json.writeStringField("path", asked.path());
        }

        @Override
        public boolean work()
        {
            return false;
        }

        private void await(final Runnable check)
        {
            begun.countDown();
            try
            {
                while (!release.await(1, TimeUnit.MILLISECONDS))
                {
                    check.run();
                }
            }
            catch (final InterruptedException | Superseded ex)
            {
                ended.set(ex);
                throw new Superseded();
            }
        }
    }

    @Test
    void shouldTradeTheTokenForACookieAndShowThePage() throws IOException
    {
        final String first = get("/" + token, host);

        assertTrue(first.startsWith("HTTP/1.1 303"), first);
        assertTrue(first.contains("\r\nLocation: /\r\n"), first);
        assertTrue(first.contains("Set-cookie: gale-" + port + "=" + token + "; HttpOnly; SameSite=Strict"), first);
        assertTrue(first.contains("Referrer-policy: no-referrer"), first);
        final String page = get("/", host, cookie());
        assertTrue(page.startsWith("HTTP/1.1 200"), page);
        assertTrue(page.contains("default-src 'none'; style-src 'sha256-"), page);
        assertTrue(page.contains("connect-src 'self'"), page);
        assertFalse(page.contains("unsafe"), page);
        assertFalse(page.substring(page.indexOf("<!DOCTYPE")).contains(token), "the page holds the token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/state", "/x", "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void shouldRefuseWhoHasNoToken(final String path) throws IOException
    {
        assertStatus(403, get(path, host));
        assertStatus(403, get(path, host, "Cookie: gale-" + port + "=" + token.substring(1)));
        assertStatus(403, get(path, host, "Cookie: gale-" + (port + 1) + "=" + token));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "example.com", "127.0.0.1", "127.0.0.1:1", "[::1]"})
    void shouldRefuseAnotherHost(final String other) throws IOException
    {
        assertStatus(403, get("/api/state", other, cookie()));
        assertStatus(403, get("/" + token, other));
    }

    @ParameterizedTest
    @CsvSource({"http://example.com, 403", "null, 403", "http://127.0.0.1:1, 403", "OWN, 200"})
    void shouldRefuseThePageOfAnotherSite(final String origin, final int status) throws IOException
    {
        final String sent = origin.equals("OWN") ? "http://" + host : origin;

        assertStatus(status, get("/api/state", host, cookie(), "Origin: " + sent));
    }

    @ParameterizedTest
    @CsvSource({"POST, 405", "PUT, 405", "DELETE, 405", "OPTIONS, 405"})
    void shouldTakeNoMethodButGet(final String method, final int status) throws IOException
    {
        assertStatus(status, send(method + " /api/state", host, cookie()));
    }

    @ParameterizedTest
    @CsvSource({"/api/state, 200", "/api/none, 404", "/etc/passwd, 404", "/../../etc/passwd, 404", "/gale.journal, 404",
        "/api/wrong, 400", "/api/broken, 422", "/api/state?at=%, 400", "/api/state?at=%zz, 400"})
    void shouldAnswerWithAStatus(final String path, final int status) throws IOException
    {
        assertStatus(status, get(path, host, cookie()));
    }

    @Test
    void shouldSendAMessageAsTextOfJson() throws IOException
    {
        final String answer = get("/api/wrong", host, cookie());

        assertTrue(answer.contains("Content-type: application/json"), answer);
        assertTrue(answer.contains("X-content-type-options: nosniff"), answer);
        assertTrue(answer.endsWith("{\"error\":\"<b>no</b> command 9\"}"), answer);
    }

    @Test
    void shouldEndAnAnswerWhenANewerQuestionOfThePageComes() throws Exception
    {
        try (Socket old = ask("GET /api/wait?tab=t&n=1", host, cookie()))
        {
            begun.await();

            assertStatus(200, get("/api/state?tab=t&n=2", host, cookie()));

            assertTrue(read(old).endsWith("{\"superseded\":true}"));
            assertTrue(ended.get() instanceof Superseded, String.valueOf(ended.get()));
        }
    }

    @Test
    void shouldGoOnForAnotherPage() throws Exception
    {
        try (Socket old = ask("GET /api/wait?tab=t&n=1", host, cookie());
            Socket other = ask("GET /api/state?tab=u&n=2", host, cookie()))
        {
            begun.await();
            release.countDown();

            assertStatus(200, read(old));
            assertStatus(200, read(other));
        }
    }

    @Test
    void shouldLetAtMostSixtyFourQuestionsWait() throws Exception
    {
        final List<Socket> sockets = new ArrayList<>();
        sockets.add(ask("GET /api/wait", host, cookie()));
        begun.await();
        for (int i = 0; i < 2 * ExploreServer.QUEUE_LIMIT; i++)
        {
            sockets.add(ask("GET /api/state", host, cookie()));
        }
        while (sockets.stream().filter(ExploreServerTest::isAnswered).count() < ExploreServer.QUEUE_LIMIT)
        {
            Thread.onSpinWait();
        }
        release.countDown();
        final List<Integer> statuses = new ArrayList<>();
        for (final Socket socket : sockets)
        {
            statuses.add(status(read(socket)));
        }

        assertEquals(ExploreServer.QUEUE_LIMIT, statuses.stream().filter(status -> status == 503).count());
        assertEquals(ExploreServer.QUEUE_LIMIT + 1, statuses.stream().filter(status -> status == 200).count());
    }

    @Test
    void shouldGoOnWhenABrowserGoesAway() throws IOException
    {
        ask("GET /api/state", host, cookie()).close();
        ask("GET /api/sta", host).close();

        assertStatus(200, get("/api/state", host, cookie()));
    }

    @Test
    void shouldRefuseAPortThatIsTaken()
    {
        assertThrows(IOException.class, () -> ExploreServer.open(port));
    }

    private String cookie()
    {
        return "Cookie: a=b; gale-" + port + '=' + token;
    }

    private String get(final String path, final String named, final String... headers) throws IOException
    {
        return send("GET " + path, named, headers);
    }

    private String send(final String request, final String named, final String... headers) throws IOException
    {
        try (Socket socket = ask(request, named, headers))
        {
            return read(socket);
        }
    }

    private Socket ask(final String request, final String named, final String... headers) throws IOException
    {
        final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        final StringBuilder text = new StringBuilder(request).append(" HTTP/1.1\r\nHost: ").append(named)
            .append("\r\nConnection: close\r\n");
        for (final String header : headers)
        {
            text.append(header).append("\r\n");
        }
        socket.getOutputStream().write(text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();

        return socket;
    }

    private static String read(final Socket socket) throws IOException
    {
        final String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        socket.close();

        return answer;
    }

    private static boolean isAnswered(final Socket socket)
    {
        try
        {
            return socket.getInputStream().available() > 0;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static int status(final String answer)
    {
        return Integer.parseInt(answer.substring(9, 12));
    }

    private static void assertStatus(final int status, final String answer)
    {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + ' '), answer);
    }
}
