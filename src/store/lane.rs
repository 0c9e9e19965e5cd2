//! Threads that own the connections, and the bounded queues in front of them.
//!
//! SQLite gets one **write lane**: the thread with the only writing connection takes all closures that wait, runs
//! each in a savepoint, commits them together (one sync for many writers) and only then answers each caller.
//! Reads, and everything on PostgreSQL, run on a few threads with a connection each.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, TrySendError};
use diesel::connection::SimpleConnection;
use tokio::sync::oneshot;

use super::db::{Access, Address, Conn};
use super::error::StoreError;

/// Waiting jobs a lane takes before it answers `Busy`.
const QUEUE: usize = 1024;
/// Jobs committed together at most.
const BATCH: usize = 256;

/// Tells a caller how its job ended, once it is known that the transaction did.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// What one run of a job left: whether its writes are to be kept, and whom to tell.
struct Ran {
    keep: bool,
    answer: Answer,
}

type Job = Box<dyn FnOnce(Result<&mut Conn, StoreError>) -> Ran + Send>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Each job as it is; on SQLite all it reads is of one moment.
    Read,
    /// Each job in its own transaction.
    Transaction,
    /// Many jobs in one transaction, each in a savepoint.
    GroupCommit,
}

pub(super) struct Lane {
    queue: Option<Sender<Job>>,
    threads: Vec<JoinHandle<()>>,
}

impl Lane {
    pub(super) fn readers(address: &Address, threads: usize) -> Result<Self, StoreError> {
        Self::start("postil-read", address, threads, Access::Read, Kind::Read)
    }

    /// `threads` counts on PostgreSQL only.
    pub(super) fn writers(address: &Address, threads: usize) -> Result<Self, StoreError> {
        if address.is_sqlite() {
            Self::start("postil-write", address, 1, Access::Write, Kind::GroupCommit)
        } else {
            Self::start("postil-write", address, threads, Access::Write, Kind::Transaction)
        }
    }

    fn start(name: &str, address: &Address, count: usize, access: Access, kind: Kind) -> Result<Self, StoreError> {
        let (queue, jobs) = crossbeam_channel::bounded::<Job>(QUEUE);
        let mut threads = Vec::with_capacity(count);
        for _ in 0..count {
            let worker = Worker { address: address.clone(), access, kind, jobs: jobs.clone(), conn: None };
            let thread = std::thread::Builder::new()
                .name(name.to_owned())
                .spawn(move || worker.run())
                .map_err(|error| StoreError::Unavailable(format!("cannot start a database thread: {error}")))?;
            threads.push(thread);
        }
        Ok(Self { queue: Some(queue), threads })
    }

    /// Runs `work` on one of the threads and waits for it, on a writing lane until its writes are on disk.
    pub(super) async fn run<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (told, outcome) = oneshot::channel();
        let job: Job = Box::new(move |conn| {
            let result = match conn {
                Ok(conn) => work(conn),
                Err(error) => Err(E::from(error)),
            };
            Ran {
                keep: result.is_ok(),
                answer: Box::new(move |committed| {
                    // A caller that went away leaves nobody to tell; what it asked for is done all the same.
                    let _gone = told.send(committed.map_err(E::from).and(result));
                }),
            }
        });
        let Some(queue) = &self.queue else { return Err(stopped().into()) };
        match queue.try_send(job) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => return Err(StoreError::Busy.into()),
            Err(TrySendError::Disconnected(_)) => return Err(stopped().into()),
        }
        match outcome.await {
            Ok(result) => result,
            Err(_) => Err(StoreError::Internal("a database job ended without an answer".to_owned()).into()),
        }
    }

    /// Jobs that wait now.
    pub(super) fn waiting(&self) -> usize {
        self.queue.as_ref().map_or(0, Sender::len)
    }
}

impl Drop for Lane {
    /// Finishes what is queued, then closes the connections.
    fn drop(&mut self) {
        self.queue = None;
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a database thread had panicked");
            }
        }
    }
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the store is stopping".to_owned())
}

struct Worker {
    address: Address,
    access: Access,
    kind: Kind,
    jobs: Receiver<Job>,
    conn: Option<Conn>,
}

impl Worker {
    fn run(mut self) {
        while let Ok(job) = self.jobs.recv() {
            let mut conn = match self.take_connection() {
                Ok(conn) => conn,
                Err(error) => {
                    (job(Err(error.clone())).answer)(Err(error));
                    continue;
                }
            };
            let healthy = match self.kind {
                Kind::Read => read(&mut conn, job),
                Kind::Transaction => transaction(&mut conn, job),
                Kind::GroupCommit => group_commit(&mut conn, job, &self.jobs),
            };
            if healthy {
                self.conn = Some(conn);
            }
        }
    }

    fn take_connection(&mut self) -> Result<Conn, StoreError> {
        match self.conn.take() {
            Some(conn) => Ok(conn),
            None => self.address.connect(self.access),
        }
    }
}

/// Runs the job, answering `Internal` should it panic.
fn guarded(conn: &mut Conn, job: Job) -> Ran {
    catch_unwind(AssertUnwindSafe(|| job(Ok(conn)))).unwrap_or_else(|_| {
        tracing::error!("a database job panicked");
        // The caller's channel was dropped with the job; it reads that as an error.
        Ran { keep: false, answer: Box::new(|_| ()) }
    })
}

fn read(conn: &mut Conn, job: Job) -> bool {
    if matches!(conn, Conn::Sqlite(_)) {
        return read_at_once(conn, job);
    }
    let ran = guarded(conn, job);
    // A failed read may be the first to notice that the server is gone.
    let healthy = ran.keep || conn.batch_execute("SELECT 1").is_ok();
    (ran.answer)(Ok(()));
    healthy
}

/// In one transaction: SQLite forgets the pages it has read between two of them, if somebody has written.
fn read_at_once(conn: &mut Conn, job: Job) -> bool {
    if let Err(error) = conn.batch_execute("BEGIN") {
        let error = StoreError::Unavailable(error.to_string());
        (job(Err(error.clone())).answer)(Err(error));
        return false;
    }
    let ran = guarded(conn, job);
    let ended = conn.batch_execute("COMMIT");
    (ran.answer)(Ok(()));
    ended.is_ok()
}

fn transaction(conn: &mut Conn, job: Job) -> bool {
    if let Err(error) = conn.batch_execute("BEGIN") {
        let error = StoreError::Unavailable(error.to_string());
        (job(Err(error.clone())).answer)(Err(error));
        return false;
    }
    let ran = guarded(conn, job);
    let ended = conn.batch_execute(if ran.keep { "COMMIT" } else { "ROLLBACK" });
    let healthy = ended.is_ok();
    // Of a job that asked for nothing to be kept only its own error is told.
    let outcome = if ran.keep { ended.map_err(StoreError::from) } else { Ok(()) };
    (ran.answer)(outcome);
    healthy
}

fn group_commit(conn: &mut Conn, first: Job, jobs: &Receiver<Job>) -> bool {
    if let Err(error) = conn.batch_execute("BEGIN IMMEDIATE") {
        let error = StoreError::Unavailable(error.to_string());
        (first(Err(error.clone())).answer)(Err(error));
        return false;
    }
    let mut answers = Vec::new();
    let mut next = Some(first);
    while let Some(job) = next {
        let (ran, ended) = in_savepoint(conn, job);
        answers.push(ran);
        if let Err(error) = ended {
            tracing::error!(%error, "the write lane lost its transaction");
            return abandon(conn, answers, &error);
        }
        next = if answers.len() < BATCH { jobs.try_recv().ok() } else { None };
    }
    if let Err(error) = conn.batch_execute("COMMIT") {
        tracing::error!(%error, "a group of writes could not be committed");
        return abandon(conn, answers, &StoreError::from(error));
    }
    for ran in answers {
        (ran.answer)(Ok(()));
    }
    true
}

/// The job, and whether the transaction around it still stands: SQLite takes all of it back when the disk is full.
fn in_savepoint(conn: &mut Conn, job: Job) -> (Ran, Result<(), StoreError>) {
    if let Err(error) = conn.batch_execute("SAVEPOINT job") {
        let error = StoreError::from(error);
        return (job(Err(error.clone())), Err(error));
    }
    let ran = guarded(conn, job);
    let ended = conn.batch_execute(if ran.keep { "RELEASE job" } else { "ROLLBACK TO job; RELEASE job" });
    (ran, ended.map_err(StoreError::from))
}

/// Takes the whole group back and tells every writer in it. The connection is opened anew.
fn abandon(conn: &mut Conn, answers: Vec<Ran>, error: &StoreError) -> bool {
    if let Err(rollback) = conn.batch_execute("ROLLBACK") {
        tracing::error!(%rollback, "and could not be rolled back; the connection is closed");
    }
    for ran in answers {
        let outcome = if ran.keep { Err(error.clone()) } else { Ok(()) };
        (ran.answer)(outcome);
    }
    false
}
