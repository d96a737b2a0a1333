import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.BoltConnectorInternalSettings;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.graphdb.Result;
import org.neo4j.graphdb.Transaction;

/**
 * A real Neo4j Community server for the tests: Bolt on loopback, authentication on, nothing else listening.
 *
 * <p>Arguments: home directory, Bolt port; the password of user neo4j is set to NETZLOTSE_NEO4J_PASSWORD
 * at the first start of a home. Prints "ready" when Bolt answers; ends when its standard input closes or on SIGTERM.
 */
public final class Server {
  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]).toAbsolutePath();
    int port = Integer.parseInt(arguments[1]);
    DatabaseManagementService service =
        new DatabaseManagementServiceBuilder(home)
            .setConfig(BoltConnector.enabled, true)
            .setConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", port))
            .setConfig(BoltConnector.advertised_address, new SocketAddress("127.0.0.1", port))
            .setConfig(GraphDatabaseSettings.auth_enabled, true)
            .setConfig(GraphDatabaseSettings.auth_max_failed_attempts, 0)
            .setConfig(BoltConnectorInternalSettings.thread_pool_shutdown_wait_time, Duration.ofMillis(200))
            .setConfig(GraphDatabaseSettings.shutdown_transaction_end_timeout, Duration.ofSeconds(1))
            .build();
    Runtime.getRuntime().addShutdownHook(new Thread(service::shutdown));
    setFirstPassword(service, System.getenv("NETZLOTSE_NEO4J_PASSWORD"));
    System.out.println("ready");
    System.out.flush();
    while (System.in.read() >= 0) {
      // whoever started this server holds the other end; nothing is ever said
    }
    System.exit(0);
  }

  /** A fresh home has user neo4j with a password that must be changed; a home that was used before keeps its own. */
  private static void setFirstPassword(DatabaseManagementService service, String password) {
    try (Transaction transaction = service.database("system").beginTx()) {
      boolean fresh;
      try (Result users = transaction.execute("SHOW USERS YIELD user, passwordChangeRequired WHERE user = 'neo4j'")) {
        fresh = users.hasNext() && Boolean.TRUE.equals(users.next().get("passwordChangeRequired"));
      }
      if (fresh) {
        transaction.execute("ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED", Map.of("password", password)).close();
        transaction.commit();
      }
    }
  }
}
